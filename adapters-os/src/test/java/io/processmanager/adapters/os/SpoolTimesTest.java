package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The times of output in files: what they take, and what becomes of them where files fail. */
final class SpoolTimesTest extends SpoolTest {

  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final JobId job = newJob();

  private void appendOneByteEachMillisecond(OutputWriter writer, int bytes) {
    for (int i = 0; i < bytes; i++) {
      writer.append(ByteBuffer.allocate(1), NOON.plusMillis(i));
    }
  }

  @Test
  void timesThatAreWrittenWhenASegmentEndsCountAsWell() {
    OutputWriter writer = storage().create(job, SOMEBODY);

    appendOneByteEachMillisecond(writer, 100);
    long before = storage().usedBytes();
    writer.end(OutputCompletion.COMPLETE);

    assertThat(before).isEqualTo(100);
    assertThat(storage().usedBytes()).isEqualTo(100 + TimeMarks.BLOCK_BYTES);
    storage().delete(job);
    assertThat(storage().usedBytes()).isZero();
  }

  @Test
  void timesAreKnownWhereTheDiskIsFullWhenASegmentEnds() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    appendOneByteEachMillisecond(writer, 100);

    files().failWriteAfter(0, Errno.ENOSPC);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(storage().offsetSince(job, NOON.plusMillis(50))).isEqualTo(50);
  }

  @Test
  void outputEndsEvenIfThereIsNoMemoryToWriteItsTimesWith() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    appendOneByteEachMillisecond(writer, 100);
    AtomicInteger calls = new AtomicInteger();
    storage().onGrowth(job, 100, calls::incrementAndGet);

    files()
        .duringWrite(
            () -> {
              throw new OutOfMemoryError("made up");
            });
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> writer.end(OutputCompletion.COMPLETE));

    assertThat(storage().log(job).hasEnded()).isTrue();
    assertThat(calls).hasValue(1);
  }
}
