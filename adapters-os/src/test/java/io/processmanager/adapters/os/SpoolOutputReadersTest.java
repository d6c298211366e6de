package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Readers of the storage in files, of which fewer may be open than there are. */
final class SpoolOutputReadersTest extends ReadersBesideAWriter {

  private static final int SEGMENT_BYTES = 128 * 1024;
  private static final int OPEN_FILES = 2;

  @TempDir private Path directory;

  @Override
  ClosableStorage open(OutputLimits limits) {
    SpoolDirectory files = SpoolDirectory.at(directory);
    return new SpoolOutputStorage(
        files, limits, SEGMENT_BYTES, OPEN_FILES, System::nanoTime, files::close);
  }
}
