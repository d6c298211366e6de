package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Processes;
import io.processmanager.domain.job.Signal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that was seen alive. Its start tells it from a later one with its number;
 * proc_pid_stat(5).
 *
 * @param stat as it was seen
 */
record LiveProcess(long pid, ProcStat stat) {

  private static final Path PROC = Path.of("/proc");

  /** Looks at it; empty if there is none, or a dead one only. */
  static Optional<LiveProcess> read(long pid) {
    return ProcStat.read(directory(pid))
        .filter(ProcStat::isAlive)
        .map(stat -> new LiveProcess(pid, stat));
  }

  private static Path directory(long pid) {
    return PROC.resolve(Long.toString(pid));
  }

  Path directory() {
    return directory(pid);
  }

  /** Whether it is the same one, seen another time. */
  boolean isSameAs(LiveProcess other) {
    return pid == other.pid && stat.startTicks() == other.stat.startTicks();
  }

  /** Whether it was in an uninterruptible sleep. */
  boolean isHeld() {
    return stat.state() == 'D';
  }

  /** Threads of the kernel have none, nor has what is ending. */
  boolean hasMemory() {
    return stat.virtualBytes() != 0;
  }

  boolean isStillThere() {
    return ProcStat.read(directory())
        .filter(now -> now.startTicks() == stat.startTicks())
        .isPresent();
  }

  /**
   * Sure of the process behind the pidfd: it is looked at again once the pidfd is open.
   *
   * @param complaints of the job that it is of
   */
  void kill(Complaints complaints) {
    try {
      int pidfd = Processes.openPidfd(pid);
      try {
        if (isStillThere()) {
          Processes.signal(pidfd, Signal.KILL.number());
        }
      } finally {
        Descriptors.closeQuietly(pidfd);
      }
    } catch (UncheckedIOException unsure) {
      complaints.warn(
          "process " + pid + " of a job cannot be looked at and is left: " + unsure.getCause());
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ESRCH) {
        complaints.warn("process " + pid + " of a job cannot be killed: " + failure.getMessage());
      }
    }
  }
}
