package io.processmanager.adapters.os;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One process as {@code /proc/PID/stat} shows it; proc_pid_stat(5).
 *
 * @param state the state's letter
 * @param parent the parent
 * @param group the process group
 * @param session the session
 * @param cpuTicks time used in user and system mode
 * @param priority the kernel's scheduling priority
 * @param nice the nice value
 * @param threads how many threads it has
 * @param startTicks its start, since the machine's
 * @param virtualBytes virtual memory size
 * @param argumentsEnd the address behind its arguments; 0 where they are not laid out yet, or not
 *     to be told
 */
record ProcStat(
    char state,
    long parent,
    long group,
    long session,
    long cpuTicks,
    int priority,
    int nice,
    int threads,
    long startTicks,
    long virtualBytes,
    long argumentsEnd) {

  // Where the fields stand behind the program's name; the man page counts from 1, the name is 2.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int GROUP = 2;
  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int PRIORITY = 15;
  private static final int NICE = 16;
  private static final int THREADS = 17;
  private static final int START_TICKS = 19;
  private static final int VIRTUAL_BYTES = 20;
  private static final int ARGUMENTS_END = 46;

  /** Reads it; empty if there is no such process any more. */
  static Optional<ProcStat> read(Path processDirectory) {
    return ProcFile.read(processDirectory.resolve("stat")).map(ProcStat::parse);
  }

  /** Parses a line. The name in it may hold spaces and parentheses: the last one counts. */
  static ProcStat parse(String line) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).stripTrailing().split(" ", -1);
    return new ProcStat(
        fields[STATE].charAt(0),
        Long.parseLong(fields[PARENT]),
        Long.parseLong(fields[GROUP]),
        Long.parseLong(fields[SESSION]),
        Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]),
        Integer.parseInt(fields[PRIORITY]),
        Integer.parseInt(fields[NICE]),
        Integer.parseInt(fields[THREADS]),
        Long.parseLong(fields[START_TICKS]),
        Long.parseUnsignedLong(fields[VIRTUAL_BYTES]),
        Long.parseUnsignedLong(fields[ARGUMENTS_END]));
  }

  /** Whether anything of it still runs. A main thread that has ended leaves a Z, others go on. */
  boolean isAlive() {
    return state != 'X' && (state != 'Z' || threads > 1);
  }
}
