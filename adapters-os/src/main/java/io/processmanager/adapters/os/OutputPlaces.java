package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much is kept where nobody says, and what keeps it. */
final class OutputPlaces {

  private static final long MEMORY_BYTES_PER_JOB = 128L << 20;
  private static final long SPOOL_BYTES_PER_JOB = 256L << 20;
  private static final long LEAST_SPOOL_BYTES = 64L << 20;
  private static final long MOST_SPOOL_BYTES = 8L << 30;

  private static final System.Logger LOG = System.getLogger(OutputPlaces.class.getName());

  private OutputPlaces() {}

  static OutputLimits memoryLimits() {
    long half = Runtime.getRuntime().maxMemory() / 2;
    return new OutputLimits(Math.min(MEMORY_BYTES_PER_JOB, half), half);
  }

  /**
   * @throws UnsupportedOperationException this machine lacks something
   */
  static OutputLimits spoolLimits(Path directory) {
    Requirements.check();
    // First of all: a killed worker may have left half of a disk full.
    SpoolDirectory.removeAbandoned(directory);
    long free = freeBytes(directory.toAbsolutePath());
    if (free < LEAST_SPOOL_BYTES) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              directory
                  + ": the output of jobs may take "
                  + LEAST_SPOOL_BYTES
                  + " bytes, and "
                  + free
                  + " are free");
    }
    long total = Math.clamp(free / 2, LEAST_SPOOL_BYTES, MOST_SPOOL_BYTES);
    return new OutputLimits(Math.min(SPOOL_BYTES_PER_JOB, total), total);
  }

  /** What is free where a directory is or would be made. */
  private static long freeBytes(Path directory) {
    Path there = directory;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toFile().getUsableSpace();
  }

  /**
   * Opens a storage.
   *
   * @throws UnusableDirectoryException output cannot be kept there
   */
  static ClosableStorage open(OutputPlace place) {
    return switch (place) {
      case OutputPlace.Memory memory -> {
        // Its blocks are the first that is asked of the C library.
        Requirements.checkCalls();
        yield new MemoryOutputStorage(memory.limits());
      }
      case OutputPlace.Spool spool -> {
        Requirements.check();
        yield SpoolOutputStorage.open(spool.directory(), spool.limits());
      }
    };
  }
}
