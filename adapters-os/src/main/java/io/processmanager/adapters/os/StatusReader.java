package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Host;
import io.processmanager.domain.job.ProcessStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Reads what a process is doing from its few files under {@code /proc}. */
final class StatusReader {

  private static final Path PROC = Path.of("/proc");
  private static final double PERCENT = 100;
  private static final long BYTES_PER_KILOBYTE = 1024;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A process that is older does not wait for the arguments of its first program. */
  private static final Duration LONGEST_EXECUTION = Duration.ofSeconds(1);

  /** As long as one look waits for them: many may look at once, and each takes a thread. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(20);

  private static final long PAUSE_NANOS = 200_000;

  private static final String EFFECTIVE_USER_LINE = "Uid:";
  private static final int EFFECTIVE_USER_FIELD = 2;
  private static final int RESIDENT_PAGES = 1;
  private static final int SHARED_PAGES = 2;

  private final long ticksPerSecond;
  private final long pageBytes;
  private final long machineBytes;
  private final long ownArgumentsEnd;
  private final Optional<String> ownCommandLine;
  private final UserNames users = new UserNames(Path.of("/etc/passwd"));

  private StatusReader(
      long ticksPerSecond,
      long pageBytes,
      long machineBytes,
      long ownArgumentsEnd,
      Optional<String> ownCommandLine) {
    this.ticksPerSecond = ticksPerSecond;
    this.pageBytes = pageBytes;
    this.machineBytes = machineBytes;
    this.ownArgumentsEnd = ownArgumentsEnd;
    this.ownCommandLine = ownCommandLine;
  }

  /** Learns the machine's units. */
  static StatusReader open() {
    long machineKilobytes =
        ProcFile.read(PROC.resolve("meminfo"))
            .flatMap(text -> field(text, "MemTotal:", 1))
            .map(Long::parseLong)
            .orElse(0L);
    return new StatusReader(
        Host.clockTicksPerSecond(),
        Host.pageBytes(),
        machineKilobytes * BYTES_PER_KILOBYTE,
        ProcStat.read(PROC.resolve("self")).map(ProcStat::argumentsEnd).orElse(0L),
        ProcFile.read(PROC.resolve("self").resolve("cmdline")));
  }

  /** What the process is doing; {@link ProcessStatus.Gone} if it has ended. */
  ProcessStatus read(long pid) {
    Path directory = PROC.resolve(Long.toString(pid));
    Optional<ProcStat> stat = statWithArguments(directory);
    Optional<String> statm = ProcFile.read(directory.resolve("statm"));
    Optional<String> status = ProcFile.read(directory.resolve("status"));
    Optional<String> commandLine = ProcFile.read(directory.resolve("cmdline"));
    if (stat.isEmpty() || statm.isEmpty() || status.isEmpty() || commandLine.isEmpty()) {
      return new ProcessStatus.Gone();
    }
    return alive(pid, stat.get(), statm.get().split(" ", -1), status.get(), commandLine.get());
  }

  /**
   * The kernel lets a vfork(2) parent go on a moment before execve(2) has put new memory in the
   * place of the parent's, and that is a moment before it has laid out the arguments there. Until
   * then the child shows as what this process is, or as nothing.
   */
  private Optional<ProcStat> statWithArguments(Path directory) {
    long giveUpAt = System.nanoTime() + LONGEST_WAIT.toNanos();
    Optional<ProcStat> stat = ProcStat.read(directory).filter(ProcStat::isAlive);
    while (stat.filter(seen -> isBeingExecuted(seen, directory)).isPresent()
        && System.nanoTime() - giveUpAt < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      stat = ProcStat.read(directory).filter(ProcStat::isAlive);
    }
    return stat;
  }

  /** Later it is one that has no arguments, or whose main thread has ended. */
  private boolean isBeingExecuted(ProcStat stat, Path directory) {
    return stat.state() != 'Z'
        && !showsItsArguments(stat, directory)
        && upTime().minus(ticks(stat.startTicks())).compareTo(LONGEST_EXECUTION) < 0;
  }

  /**
   * Where the arguments end is told as 0 to who may not look into the process's memory, as into
   * that of a setuid program; the arguments themselves are told to all. proc_pid_stat(5).
   */
  private boolean showsItsArguments(ProcStat stat, Path directory) {
    return stat.argumentsEnd() == 0
        ? ProcFile.read(directory.resolve("cmdline"))
            .filter(line -> line.isEmpty() || line.equals(ownCommandLine.orElse("")))
            .isEmpty()
        : stat.argumentsEnd() != ownArgumentsEnd;
  }

  private ProcessStatus alive(
      long pid, ProcStat stat, String[] pages, String status, String commandLine) {
    long residentBytes = Long.parseLong(pages[RESIDENT_PAGES]) * pageBytes;
    Duration cpuTime = ticks(stat.cpuTicks());
    return new ProcessStatus.Alive(
        pid,
        users.nameOf(field(status, EFFECTIVE_USER_LINE, EFFECTIVE_USER_FIELD).orElse("?")),
        stat.priority(),
        stat.nice(),
        stat.virtualBytes(),
        residentBytes,
        Long.parseLong(pages[SHARED_PAGES]) * pageBytes,
        stat.state(),
        share(cpuTime.toNanos(), upTime().minus(ticks(stat.startTicks())).toNanos()),
        share(residentBytes, machineBytes),
        cpuTime,
        stat.threads(),
        arguments(commandLine));
  }

  private Duration ticks(long ticks) {
    return Duration.ofSeconds(
        ticks / ticksPerSecond, ticks % ticksPerSecond * NANOS_PER_SECOND / ticksPerSecond);
  }

  /** The time since the machine's start; proc_uptime(5). */
  private static Duration upTime() {
    double seconds =
        ProcFile.read(PROC.resolve("uptime"))
            .map(text -> Double.parseDouble(text.split(" ", -1)[0]))
            .orElse(0.0);
    return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
  }

  private static double share(long part, long whole) {
    return whole <= 0 ? 0 : PERCENT * part / whole;
  }

  /** The {@code index}th word of the line that begins with {@code name}, which is word 0. */
  private static Optional<String> field(String text, String name, int index) {
    // Not String.lines: a process may have a carriage return in its name.
    return Arrays.stream(text.split("\n", -1))
        .filter(line -> line.startsWith(name))
        .map(line -> line.split("\\s+", -1)[index])
        .findFirst();
  }

  /**
   * Strings that each end with a NUL, which a program may have overwritten; proc_pid_cmdline(5).
   */
  private static List<String> arguments(String commandLine) {
    if (commandLine.isEmpty()) {
      return List.of();
    }
    int end = commandLine.endsWith("\0") ? commandLine.length() - 1 : commandLine.length();
    return List.of(commandLine.substring(0, end).split("\0", -1));
  }
}
