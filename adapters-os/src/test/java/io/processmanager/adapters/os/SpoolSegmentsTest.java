package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many segments, as a job has that may have more than 64 of the largest. */
final class SpoolSegmentsTest {

  private static final int SEGMENT_BYTES = 4096;
  private static final int CAP = 200 * SEGMENT_BYTES;

  @TempDir private Path directory;

  @Test
  void jobKeepsWhatItMayHoweverManySegmentsThatTakes() {
    SpoolDirectory files = SpoolDirectory.at(directory);
    JobId job = new JobId(UUID.randomUUID());
    OutputLimits limits = new OutputLimits(CAP, CAP);
    try (SpoolOutputStorage storage =
        new SpoolOutputStorage(files, limits, SEGMENT_BYTES, 16, System::nanoTime, files::close)) {
      OutputWriter writer = storage.create(job, SOMEBODY);

      writer.append(ByteBuffer.wrap(new byte[CAP]), OutputStorageHarness.NOON);

      assertThat(storage.log(job).keptBytes()).isEqualTo(CAP);
    }
  }
}
