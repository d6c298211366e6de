package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/** When bytes were captured. */
public interface StorageTimeRules extends OutputStorageHarness {

  @ContractRule(id = "STO-30", intent = "a line is shown with the time at which it came")
  default void eachByteHasTheTimeOfItsAppend() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(text("one"), NOON);
    writer.append(text("also"), NOON.plusNanos(999_999));
    writer.append(text("later"), NOON.plusMillis(7));

    assertThat(storage.captureSpan(job, 0)).contains(new CaptureSpan(NOON, 0, 7));
    assertThat(storage.captureSpan(job, 5)).contains(new CaptureSpan(NOON, 5, 7));
    assertThat(storage.captureSpan(job, 7)).contains(new CaptureSpan(NOON.plusMillis(7), 7, 12));
  }

  @ContractRule(id = "STO-31", intent = "what is not there has no time")
  default void byteThatIsNotKeptHasNoTime() {
    OutputStorage storage = open(new OutputLimits(100_000, 1_000_000));
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(ByteBuffer.wrap(randomBytes(350_000)), NOON);

    OutputLog log = storage.log(job);
    assertThat(storage.captureSpan(job, log.firstOffset() - 1)).isEmpty();
    assertThat(storage.captureSpan(job, log.firstOffset())).isPresent();
    assertThat(storage.captureSpan(job, log.endOffset() - 1)).isPresent();
    assertThat(storage.captureSpan(job, log.endOffset())).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> storage.captureSpan(job(), 0));
  }

  @ContractRule(id = "STO-32", intent = "a clock that is set back does not turn the output about")
  default void timesNeverGoBack() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(text("one"), NOON);
    writer.append(text("two"), NOON.minusSeconds(3600));
    writer.append(text("three"), NOON.plusSeconds(1));

    assertThat(storage.captureSpan(job, 3)).contains(new CaptureSpan(NOON, 3, 6));
    assertThat(storage.offsetSince(job, NOON.minusSeconds(60))).isZero();
    assertThat(storage.offsetSince(job, NOON.plusMillis(1))).isEqualTo(6);
  }

  @ContractRule(id = "STO-33", intent = "a reader may begin at a time")
  default void bytesSinceATimeAreFound() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    writer.append(text("one"), NOON);
    writer.append(text("two"), NOON.plusMillis(10));

    assertThat(storage.offsetSince(job, Instant.MIN)).isZero();
    assertThat(storage.offsetSince(job, NOON)).isZero();
    assertThat(storage.offsetSince(job, NOON.plusNanos(1))).isEqualTo(3);
    assertThat(storage.offsetSince(job, NOON.plusMillis(10))).isEqualTo(3);
    assertThat(storage.offsetSince(job, NOON.plusMillis(11))).isEqualTo(6);
    assertThat(storage.offsetSince(job, Instant.MAX)).isEqualTo(6);
    assertThatIllegalArgumentException().isThrownBy(() -> storage.offsetSince(job(), NOON));
  }

  @ContractRule(id = "STO-34", intent = "what was dropped since a time is met as a gap")
  default void beginsBeforeWhatWasDroppedSince() {
    OutputStorage storage = open(new OutputLimits(100_000, 1_000_000));
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    for (int second = 0; second < 60; second++) {
      writer.append(ByteBuffer.wrap(randomBytes(10_000)), NOON.plusSeconds(second));
    }

    long dropped = storage.offsetSince(job, NOON.plusSeconds(30));
    long kept = storage.offsetSince(job, NOON.plusSeconds(58));

    assertThat(dropped).isLessThan(storage.log(job).firstOffset()).isLessThanOrEqualTo(300_000);
    assertThat(storage.offsetSince(job, Instant.MIN)).isZero();
    assertThat(kept).isEqualTo(580_000);
  }

  @ContractRule(id = "STO-35", intent = "times are exact however many there are, and stay so")
  default void thousandsOfTimesAreKeptExactly() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    for (int i = 0; i < 20_000; i++) {
      writer.append(text("line\n"), NOON.plusMillis(3L * i));
    }
    writer.end(OutputCompletion.COMPLETE);

    for (int i = 0; i < 20_000; i += 97) {
      Instant at = NOON.plusMillis(3L * i);
      assertThat(storage.captureSpan(job, 5L * i + 2))
          .contains(new CaptureSpan(at, 5L * i + 2, 5L * i + 5));
      assertThat(storage.offsetSince(job, at)).isEqualTo(5L * i);
      assertThat(storage.offsetSince(job, at.plusMillis(1))).isEqualTo(5L * i + 5);
    }
  }

  @ContractRule(id = "STO-36", intent = "no clock, however wrong, costs a job its output")
  default void timesThatCannotBeAreTaken() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);

    writer.append(text("one"), Instant.MIN);
    writer.append(text("two"), NOON);
    writer.append(text("three"), Instant.MAX);
    writer.append(text("four"), NOON);

    assertThat(readFrom(storage, job, 0)).hasSize(15);
    assertThat(storage.captureSpan(job, 3)).contains(new CaptureSpan(NOON, 3, 6));
    assertThat(storage.offsetSince(job, NOON)).isEqualTo(3);
    assertThat(storage.captureSpan(job, 14)).isPresent();
  }
}
