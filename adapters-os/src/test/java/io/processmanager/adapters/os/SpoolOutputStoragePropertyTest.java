package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The storage in files beside the model. */
final class SpoolOutputStoragePropertyTest extends StorageModelProperties {

  private static Path directory = Path.of("");

  @BeforeContainer
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("spool-properties");
  }

  @AfterContainer
  static void removeDirectory() throws IOException {
    Path shared = directory.resolve("output");
    try (Stream<Path> left = Files.list(shared)) {
      if (left.findAny().isPresent()) {
        throw new AssertionError("a closed spool left something in " + shared);
      }
    }
    Files.delete(shared);
    Files.delete(directory);
  }

  @Override
  ClosableStorage open(OutputLimits limits) {
    return SpoolOutputStorage.open(directory, limits);
  }

  @Override
  long usedBytes(ClosableStorage storage) {
    return ((SpoolOutputStorage) storage).usedBytes();
  }

  @Override
  long leastPerJobBytes() {
    return SpoolOutputStorage.LEAST_PER_JOB_BYTES;
  }

  @Override
  long segmentBytes(long perJobBytes) {
    return perJobBytes / 8;
  }
}
