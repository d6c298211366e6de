package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the output of jobs is kept, and how much of it.
 *
 * <p><b>Source.</b> {@link LinuxPorts.Builder#output}.
 */
public sealed interface OutputPlace {

  /** {@return how much is kept} */
  OutputLimits limits();

  /** {@return a place in memory, within {@link #memoryLimits()}} */
  static OutputPlace memory() {
    return memory(memoryLimits());
  }

  /**
   * {@return a place in memory: what is short on the heap, what is longer in blocks outside of it}
   *
   * @param limits how much is kept
   */
  static OutputPlace memory(OutputLimits limits) {
    return new Memory(limits);
  }

  /**
   * {@return a place in files, within {@link #spoolLimits}}
   *
   * @param directory where; made if it is missing
   * @throws UnsupportedOperationException this machine lacks something; the message says what
   */
  static OutputPlace spool(Path directory) {
    return spool(directory, spoolLimits(directory));
  }

  /**
   * {@return a place in files, in a directory of its own below {@code directory}/output that is
   * removed when the ports are closed} Many ports may share {@code directory}. Where it is missing
   * it is made, for this user alone; what killed programs left there is removed.
   *
   * @param directory where; made if it is missing
   * @param limits 32 KiB a job at least
   */
  static OutputPlace spool(Path directory, OutputLimits limits) {
    return new Spool(directory, limits);
  }

  /**
   * {@return limits of 128 MiB a job; in all half of the JVM's largest heap, but not less than for
   * one job}
   */
  static OutputLimits memoryLimits() {
    return OutputPlaces.memoryLimits();
  }

  /**
   * {@return limits of 256 MiB a job; in all 8 GiB, or half of what {@code directory}'s file system
   * has free if that is less, but not less than 64 MiB} What killed programs left there is removed
   * first.
   *
   * @param directory where output is to be kept
   * @throws UnsupportedOperationException this machine lacks something; the message says what
   */
  static OutputLimits spoolLimits(Path directory) {
    return OutputPlaces.spoolLimits(directory);
  }

  /**
   * Memory.
   *
   * @param limits how much is kept
   */
  record Memory(OutputLimits limits) implements OutputPlace {

    /** Checks that nothing is null. */
    public Memory {
      Objects.requireNonNull(limits, "limits");
    }
  }

  /**
   * Files.
   *
   * @param directory where
   * @param limits how much is kept
   */
  record Spool(Path directory, OutputLimits limits) implements OutputPlace {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException {@code limits} leave a job too little
     */
    public Spool {
      Objects.requireNonNull(directory, "directory");
      SpoolOutputStorage.requireEnough(limits);
    }
  }
}
