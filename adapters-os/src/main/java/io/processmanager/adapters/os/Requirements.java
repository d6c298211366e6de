package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Epoll;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.Prerequisites;
import io.processmanager.adapters.os.libc.Processes;
import io.processmanager.adapters.os.libc.Signals;
import io.processmanager.adapters.os.libc.Spawn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What the process engine needs of the machine, looked at before anything is started. */
final class Requirements {

  private static final String PROC_OF_OWN_NAMESPACE =
      "/proc of this process's own PID namespace must be mounted";

  private Requirements() {}

  /**
   * Refuses a machine that lacks something, and makes this process one whose children can be waited
   * for.
   *
   * @throws UnsupportedOperationException with what is missing, in one line
   */
  static void check() {
    check(Prerequisites::missingFunctions);
  }

  /**
   * As {@link #check()}.
   *
   * @param missing tells what the C library lacks
   */
  static void check(Supplier<List<String>> missing) {
    checkCalls(missing);
    try {
      requirePidfds();
      requirePipes();
      // Before the first child: one that nobody keeps cannot be waited for.
      Signals.keepEndedChildren();
      requireSpawn();
    } catch (ErrnoException failure) {
      throw new UnsupportedOperationException(
          "the process engine cannot be prepared: " + failure.getMessage(), failure);
    }
    requireProc();
  }

  /**
   * Refuses a machine whose system or C library is another one, and a JVM that forbids native
   * calls: to be asked before the first of them.
   *
   * @throws UnsupportedOperationException with what is missing, in one line
   */
  static void checkCalls() {
    checkCalls(Prerequisites::missingFunctions);
  }

  private static void checkCalls(Supplier<List<String>> missing) {
    requireLinux();
    Prerequisites.requireKnownMachine();
    requireNativeAccess();
    requireNoneMissing(missing.get());
  }

  private static void requireLinux() {
    String system = System.getProperty("os.name", "");
    if (!system.equals("Linux")) {
      throw new UnsupportedOperationException(
          "process-manager runs processes on Linux only, and this is '" + system + "'");
    }
  }

  private static void requireNativeAccess() {
    try {
      Prerequisites.requireNativeAccess();
    } catch (IllegalCallerException notAllowed) {
      throw new UnsupportedOperationException(
          "this JVM forbids native calls; start it with --enable-native-access=ALL-UNNAMED",
          notAllowed);
    }
  }

  private static void requireNoneMissing(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new UnsupportedOperationException(
          "the C library lacks " + String.join(", ", missing) + "; glibc 2.34 or later has them");
    }
  }

  /** Asks each of the calls something that it must know; a seccomp filter may forbid any. */
  private static void requirePidfds() {
    try {
      int self = Processes.openPidfd(ProcessHandle.current().pid());
      try {
        Processes.signal(self, 0);
        Processes.requireSignals();
        requireWaiting(self);
        requireEpoll(self);
      } finally {
        Descriptors.closeQuietly(self);
      }
    } catch (ErrnoException failure) {
      throw refused("signals, pidfds or epoll", failure, "; Linux 5.4 or later has them");
    }
  }

  private static void requireWaiting(int self) throws ErrnoException {
    try {
      Processes.peekEnding(self);
    } catch (ErrnoException failure) {
      // The right answer: this process is not a child of its own.
      if (failure.errno() != Errno.ECHILD) {
        throw failure;
      }
    }
  }

  private static void requireEpoll(int self) throws ErrnoException {
    Epoll epoll = Epoll.open();
    try {
      epoll.add(self, 0);
      epoll.await(0);
    } finally {
      epoll.close();
    }
  }

  /** What outputs come by, and what the engine's thread is woken with. */
  private static void requirePipes() {
    try {
      Descriptors.Pipe pipe = Descriptors.pipe();
      Descriptors.closeQuietly(pipe.readEnd());
      Descriptors.closeQuietly(pipe.writeEnd());
      int counter = Descriptors.eventCounter();
      try {
        Descriptors.signalEvent(counter);
        Descriptors.clearEvent(counter);
      } finally {
        Descriptors.closeQuietly(counter);
      }
    } catch (ErrnoException failure) {
      throw refused("pipes or event counters", failure, "");
    }
  }

  /** Goes through a start up to the program, which needs none. */
  private static void requireSpawn() {
    try {
      int devNull = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null");
      try {
        Spawn.load().probe(devNull, OptionalInt.empty());
      } finally {
        Descriptors.closeQuietly(devNull);
      }
    } catch (ErrnoException failure) {
      throw refused("what a start needs", failure, "; Linux 5.9 or later allows it");
    }
  }

  private static UnsupportedOperationException refused(
      String what, ErrnoException failure, String since) {
    return new UnsupportedOperationException(
        "the kernel, or a seccomp filter, refuses "
            + what
            + " ("
            + failure.getMessage()
            + ")"
            + since,
        failure);
  }

  /** Without it, or with that of another namespace, jobs would be taken for strangers. */
  private static void requireProc() {
    String pid = Long.toString(ProcessHandle.current().pid());
    String known;
    try {
      known = Files.readSymbolicLink(Path.of("/proc/self")).toString();
    } catch (IOException failure) {
      throw new UnsupportedOperationException(
          "/proc/self cannot be read; " + PROC_OF_OWN_NAMESPACE, failure);
    }
    if (!known.equals(pid)) {
      throw new UnsupportedOperationException(
          "/proc knows this process as " + known + ", not " + pid + "; " + PROC_OF_OWN_NAMESPACE);
    }
    Path self = Path.of("/proc", pid, "stat");
    if (!Files.isReadable(self)) {
      throw new UnsupportedOperationException(self + " cannot be read; " + PROC_OF_OWN_NAMESPACE);
    }
  }
}
