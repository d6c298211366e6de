package io.processmanager.ports.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of bytes that came and could not be kept. */
public interface StorageLossRules extends OutputStorageHarness {

  @ContractRule(id = "STO-40", intent = "what was lost is counted, and met where it would be")
  default void lossIsCountedAndMetAsAGap() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.lose(3, NOON);
    writer.append(text("kept"), NOON);
    writer.lose(5, NOON);
    writer.lose(6, NOON);
    writer.append(text("again"), NOON);
    writer.lose(7, NOON);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(storage.log(job)).isEqualTo(new OutputLog(0, 30, 21, OutputCompletion.COMPLETE));
    assertThat(storage.read(job, 0, 1)).isEqualTo(lost(0, 3));
    assertThat(new String(bytes(chunk(storage.read(job, 3, 99))), UTF_8)).isEqualTo("kept");
    assertThat(storage.read(job, 9, 1)).isEqualTo(lost(9, 18));
    assertThat(new String(bytes(chunk(storage.read(job, 18, 99))), UTF_8)).isEqualTo("again");
    assertThat(storage.read(job, 23, 1)).isEqualTo(lost(23, 30));
    assertThat(storage.captureSpan(job, 9)).isEmpty();
  }

  private static OutputRead lost(long from, long to) {
    return new OutputRead.Item(new OutputItem.Gap(from, to, GapCause.LOST));
  }

  @ContractRule(id = "STO-41", intent = "a reader that has caught up is told of a loss")
  default void lossWakesReaders() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    AtomicInteger calls = new AtomicInteger();
    storage.onGrowth(job, 0, calls::incrementAndGet);

    writer.lose(1, NOON);

    assertThat(calls).hasValue(1);
  }

  @ContractRule(id = "STO-42", intent = "what was lost takes no room of what is kept")
  default void longLossDropsNothing() {
    OutputStorage storage = open(new OutputLimits(100_000, 1_000_000));
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(text("old"), NOON);
    writer.lose(1L << 40, NOON);
    writer.append(text("new"), NOON);

    assertThat(storage.log(job).firstOffset()).isZero();
    assertThat(new String(readFrom(storage, job, 3 + (1L << 40)), UTF_8)).isEqualTo("new");
  }

  @ContractRule(id = "STO-43", intent = "a reader that begins at a time meets what was lost since")
  default void lossBelongsToTheTimeOfWhatFollows() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(text("old"), NOON);
    writer.lose(5, NOON.plusSeconds(10));
    long whileLost = storage.offsetSince(job, NOON.plusSeconds(5));
    writer.append(text("new"), NOON.plusSeconds(20));

    assertThat(whileLost).isEqualTo(3);
    assertThat(storage.offsetSince(job, NOON.plusSeconds(5))).isEqualTo(3);
    assertThat(storage.offsetSince(job, NOON.plusSeconds(21))).isEqualTo(11);
  }
}
