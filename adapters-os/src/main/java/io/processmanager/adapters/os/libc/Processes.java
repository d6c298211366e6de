package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/** Processes by pidfd, which never comes to mean another process; pidfd_open(2). */
public final class Processes {

  static final long SYS_PIDFD_SEND_SIGNAL = 424;
  static final long SYS_PIDFD_OPEN = 434;
  static final int SIGKILL = 9;
  static final int P_PID = 1;
  static final int P_PIDFD = 3;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x01000000;
  static final int CLD_EXITED = 1;
  static final int CLD_KILLED = 2;
  static final int CLD_DUMPED = 3;

  /** {@code siginfo_t} as waitid(2) fills it. */
  static final StructLayout SIGINFO =
      MemoryLayout.structLayout(
          JAVA_INT.withName("si_signo"),
          JAVA_INT.withName("si_errno"),
          JAVA_INT.withName("si_code"),
          MemoryLayout.paddingLayout(4),
          JAVA_INT.withName("si_pid"),
          JAVA_INT.withName("si_uid"),
          JAVA_INT.withName("si_status"),
          MemoryLayout.paddingLayout(100));

  private static final VarHandle SI_CODE = SIGINFO.varHandle(groupElement("si_code"));
  private static final VarHandle SI_PID = SIGINFO.varHandle(groupElement("si_pid"));
  private static final VarHandle SI_STATUS = SIGINFO.varHandle(groupElement("si_status"));

  // long syscall(SYS_pidfd_open, pid_t pid, unsigned int flags);
  private static final MethodHandle PIDFD_OPEN =
      Native.variadicErrnoHandle(
          "syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
  // long syscall(SYS_pidfd_send_signal, int pidfd, int sig, siginfo_t *_Nullable info,
  //              unsigned int flags);
  private static final MethodHandle PIDFD_SEND_SIGNAL =
      Native.variadicErrnoHandle(
          "syscall",
          1,
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  // int waitid(idtype_t idtype, id_t id, siginfo_t *infop, int options);
  private static final MethodHandle WAITID =
      Native.errnoHandle(
          "waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  // int kill(pid_t pid, int sig);
  private static final MethodHandle KILL =
      Native.errnoHandle("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private Processes() {}

  /** How a child ended; the {@code si_code} and {@code si_status} of waitid(2). */
  public sealed interface Ending {

    /** By exit(3) with {@code status}. */
    record Exited(int status) implements Ending {}

    /** By a signal. */
    record Killed(int signal, boolean coreDumped) implements Ending {}

    /** In a way that waitid(2) does not name. */
    record Other() implements Ending {}
  }

  /**
   * Opens a pidfd. Safe against a recycled process id only for a child that has not been reaped, or
   * where the caller makes sure of the process afterwards.
   */
  public static int openPidfd(long pid) throws ErrnoException {
    int processId = Math.toIntExact(pid);
    // PIDFD is always closed on execve(2).
    return Descriptors.aboveStandard(
        (int)
            Native.checked(
                "pidfd_open",
                errno -> (long) PIDFD_OPEN.invokeExact(errno, SYS_PIDFD_OPEN, processId, 0)));
  }

  /** Sends a signal to the process behind a pidfd; 0 only asks whether that would work. */
  public static void signal(int pidfd, int signal) throws ErrnoException {
    Native.checked(
        "pidfd_send_signal",
        errno ->
            (long)
                PIDFD_SEND_SIGNAL.invokeExact(
                    errno, SYS_PIDFD_SEND_SIGNAL, pidfd, signal, MemorySegment.NULL, 0));
  }

  /**
   * Sends a signal to all processes of a group; kill(2). Safe as long as the group's leader, even
   * dead, has not been reaped: until then its number is not given away.
   */
  public static void signalGroup(long group, int signal) throws ErrnoException {
    int target = Math.negateExact(Math.toIntExact(group));
    if (target >= -1) {
      // kill(-1) reaches every process, kill(0) this JVM's own group.
      throw new IllegalArgumentException("group " + group + " is not that of a job");
    }
    Native.checked("kill", errno -> (int) KILL.invokeExact(errno, target, signal));
  }

  /** Asks whether this process may send itself a signal by number; kill(2). */
  public static void requireSignals() throws ErrnoException {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    Native.checked("kill", errno -> (int) KILL.invokeExact(errno, self, 0));
  }

  /**
   * How a child ended, which stays a zombie.
   *
   * @return empty if it runs
   */
  public static Optional<Ending> peekEnding(int pidfd) throws ErrnoException {
    return waitFor(pidfd, WEXITED | WNOHANG | WNOWAIT);
  }

  /**
   * Reaps a child that has ended: its process id may be given away from now on.
   *
   * @return empty if it runs
   */
  public static Optional<Ending> reap(int pidfd) throws ErrnoException {
    return waitFor(pidfd, WEXITED | WNOHANG);
  }

  /** Kills a child that leads a group, with its group, and reaps it. */
  public static void killAndReap(long pid) throws ErrnoException {
    signalGroup(pid, SIGKILL);
    awaitAndReapPid(pid);
  }

  /** Reaps the child with a process id, waiting until it has ended. */
  static void awaitAndReapPid(long pid) throws ErrnoException {
    waitFor(P_PID, Math.toIntExact(pid), WEXITED);
  }

  private static Optional<Ending> waitFor(int pidfd, int options) throws ErrnoException {
    return waitFor(P_PIDFD, pidfd, options);
  }

  private static Optional<Ending> waitFor(int idType, int id, int options) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO);
      Native.uninterrupted(
          "waitid", errno -> (int) WAITID.invokeExact(errno, idType, id, info, options));
      // With WNOHANG and nothing to tell, waitid(2) succeeds and leaves si_pid zero.
      return (int) SI_PID.get(info, 0L) == 0 ? Optional.empty() : Optional.of(ending(info));
    }
  }

  private static Ending ending(MemorySegment info) {
    int status = (int) SI_STATUS.get(info, 0L);
    return switch ((int) SI_CODE.get(info, 0L)) {
      case CLD_EXITED -> new Ending.Exited(status);
      case CLD_KILLED -> new Ending.Killed(status, false);
      case CLD_DUMPED -> new Ending.Killed(status, true);
      default -> new Ending.Other();
    };
  }
}
