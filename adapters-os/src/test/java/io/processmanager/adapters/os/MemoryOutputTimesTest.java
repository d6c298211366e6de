package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The memory that the times of outputs take. */
final class MemoryOutputTimesTest {

  private static final int TOTAL = 64 << 10;

  private final JobId job = new JobId(UUID.randomUUID());
  private final MemoryOutputStorage storage =
      new MemoryOutputStorage(new OutputLimits(TOTAL, TOTAL));

  private static void appendOneByteEachMillisecond(OutputWriter writer, int bytes) {
    for (int i = 0; i < bytes; i++) {
      writer.append(ByteBuffer.allocate(1), OutputStorageHarness.NOON.plusMillis(i));
    }
  }

  @Test
  void timesCountAgainstTheLimits() {
    OutputWriter writer = storage.create(job, SOMEBODY);

    appendOneByteEachMillisecond(writer, 2 * TOTAL);

    // A byte takes three with its time, and an eighth goes at once.
    assertThat(storage.log(job).keptBytes()).isBetween(TOTAL / 6L, TOTAL / 3L);
    assertThat(storage.usedBytes()).isLessThanOrEqualTo(TOTAL);
    assertThat(storage.usedBytes()).isGreaterThan(2 * storage.log(job).keptBytes());
  }

  @Test
  void timesAreGivenBackWithTheirBytes() {
    OutputWriter writer = storage.create(job, SOMEBODY);
    appendOneByteEachMillisecond(writer, 5000);

    writer.end(OutputCompletion.COMPLETE);
    long ended = storage.usedBytes();
    while (storage.dropOldest()) {}

    assertThat(ended).isBetween(3 * 5000L, 4 * 5000L);
    assertThat(storage.usedBytes()).isZero();
    storage.delete(job);
    assertThat(storage.usedBytes()).isZero();
  }

  @Test
  void deletedOutputGivesItsTimesBack() {
    OutputWriter writer = storage.create(job, SOMEBODY);
    appendOneByteEachMillisecond(writer, 5000);

    storage.delete(job);
    appendOneByteEachMillisecond(writer, 5000);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(storage.usedBytes()).isZero();
  }
}
