package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory taken by outputs. */
@Timeout(120)
final class MemoryOutputStorageTest {

  private final JobId job = new JobId(UUID.randomUUID());

  @Test
  void silentJobTakesNoMemory() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));

    storage.create(job, SOMEBODY).end(OutputCompletion.COMPLETE);

    assertThat(storage.usedBytes()).isZero();
  }

  @Test
  void shortOutputTakesWhatItNeedsOnceItHasEnded() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(ByteBuffer.wrap(new byte[10]), OutputStorageHarness.NOON);
    long before = storage.usedBytes();
    writer.end(OutputCompletion.COMPLETE);

    assertThat(before).isEqualTo(4096);
    assertThat(storage.usedBytes()).isEqualTo(10);
  }

  /** It reads a quarter of what is written, so that it is overtaken again and again. */
  @Test
  void readerThatAFloodOvertakesIsGivenAStretchBetweenTwoGaps() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(8 << 20, 8 << 20));
    OutputWriter writer = storage.create(job, SOMEBODY);
    long offset = 0;
    int gaps = 0;

    for (int i = 0; i < 1024; i++) {
      writer.append(ByteBuffer.wrap(new byte[64 << 10]), OutputStorageHarness.NOON);
      OutputItem item = ((OutputRead.Item) storage.read(job, offset, 16 << 10)).item();
      offset = item.nextOffset();
      gaps += item instanceof OutputItem.Gap ? 1 : 0;
    }

    assertThat(gaps).isBetween(2, 64);
  }

  @Test
  void smallOutputsTogetherAreBoundedToo() {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(64 << 10, 64 << 10));
    List<JobId> jobs = new ArrayList<>();

    for (int i = 0; i < 100; i++) {
      JobId small = new JobId(UUID.randomUUID());
      jobs.add(small);
      storage
          .create(small, SOMEBODY)
          .append(ByteBuffer.wrap(new byte[3000]), OutputStorageHarness.NOON);
    }

    assertThat(storage.usedBytes()).isLessThanOrEqualTo(64 << 10);
    assertThat(storage.log(jobs.get(99)).keptBytes()).isEqualTo(3000);
    assertThat(jobs).allMatch(each -> storage.log(each).endOffset() == 3000);
  }
}
