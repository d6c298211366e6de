package io.processmanager.domain.job;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A job's leader as the operating system shows it at one moment. */
public sealed interface ProcessStatus {

  /** The leader has ended: there is nothing left to show. */
  record Gone() implements ProcessStatus {}

  /**
   * A leader that runs.
   *
   * <p><b>Source.</b> proc_pid_stat(5), proc_pid_status(5), proc_pid_cmdline(5).
   *
   * @param pid its process id, for a person's eyes; never a handle
   * @param effectiveUser the effective user's name, or its number where it has no name
   * @param priority the kernel's scheduling priority
   * @param nice the nice value, from -20 to 19
   * @param virtualBytes virtual memory size
   * @param residentBytes resident set size
   * @param sharedBytes resident memory that is shared with others
   * @param state the state's letter: R, S, D, T, t, Z, X or I
   * @param cpuPercent CPU time over elapsed time since the start, in percent of one CPU
   * @param memoryPercent resident memory in percent of the machine's
   * @param cpuTime CPU time used, user and system
   * @param threads how many threads it has
   * @param commandLine its command line as the kernel holds it now
   */
  record Alive(
      long pid,
      String effectiveUser,
      int priority,
      int nice,
      long virtualBytes,
      long residentBytes,
      long sharedBytes,
      char state,
      double cpuPercent,
      double memoryPercent,
      Duration cpuTime,
      int threads,
      List<String> commandLine)
      implements ProcessStatus {

    /** Checks that nothing is null, and copies the command line. */
    public Alive {
      Objects.requireNonNull(effectiveUser, "effectiveUser");
      Objects.requireNonNull(cpuTime, "cpuTime");
      commandLine = List.copyOf(Objects.requireNonNull(commandLine, "commandLine"));
    }
  }
}
