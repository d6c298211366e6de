package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ChildKilledException;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Spawn;
import java.time.Duration;

/** Starts programs that may just be being written, or whose process is killed at once. */
final class PatientSpawn {

  private static final Duration TEXT_BUSY_PATIENCE = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  /** A child that is killed each time has somebody, or something, against it. */
  private static final int MOST_KILLED = 3;

  private PatientSpawn() {}

  /**
   * A program file that was written a moment ago is "text busy" as long as any process has it open
   * for writing; one that was forked meanwhile has, until it executes its own program. execve(2),
   * ETXTBSY.
   *
   * <p>A child that was killed before its program began has done nothing, so another may take its
   * place.
   */
  static Spawn.Child spawn(Spawn spawn, Spawn.Request request)
      throws ErrnoException, ChildKilledException {
    int killed = 0;
    long giveUpAt = System.nanoTime() + TEXT_BUSY_PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return spawn.spawn(request);
        } catch (ErrnoException failure) {
          if (failure.errno() != Errno.ETXTBSY || System.nanoTime() - giveUpAt >= 0) {
            throw failure;
          }
        } catch (ChildKilledException failure) {
          killed++;
          if (killed == MOST_KILLED) {
            throw failure;
          }
        }
        interrupted |= pause(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether the thread was interrupted, which does not keep a launch from its end. */
  private static boolean pause(Duration pause) {
    try {
      Thread.sleep(pause);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
