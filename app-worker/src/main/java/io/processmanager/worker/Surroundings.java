package io.processmanager.worker;

import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.outbound.OutputLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What the defaults of settings depend on.
 *
 * @param heapBytes how large the heap may grow
 * @param memoryLimits how much output is kept in it where nobody says
 * @param spoolLimits and how much in files, by the directory
 * @param isRoot whether the worker runs as root
 */
record Surroundings(
    long heapBytes,
    OutputLimits memoryLimits,
    Function<Path, OutputLimits> spoolLimits,
    boolean isRoot) {

  /** Those of this process. */
  static Surroundings own() {
    return new Surroundings(
        Runtime.getRuntime().maxMemory(),
        OutputPlace.memoryLimits(),
        OutputPlace::spoolLimits,
        runsAsRoot());
  }

  private static boolean runsAsRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException noProc) {
      return false;
    }
  }
}
