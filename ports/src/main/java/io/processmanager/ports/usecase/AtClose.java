package io.processmanager.ports.usecase;

import io.processmanager.domain.job.StopPolicy;
import java.time.Duration;
import java.util.Objects;

/** What becomes of the jobs that still run when their {@link LocalJobs} are closed. */
public sealed interface AtClose {

  /**
   * They are killed. The default.
   *
   * @return that choice
   */
  static AtClose kill() {
    return new Kill();
  }

  /**
   * They are stopped, each with its own stop signal, and killed if they outlive {@code grace}. An
   * interrupt of the thread that closes cuts the grace period short.
   *
   * @param grace from zero, which kills at once, to {@link StopPolicy#LONGEST_GRACE}; how long the
   *     close may take, and up to 5 s on top
   * @return that choice
   */
  static AtClose stop(Duration grace) {
    return new Stop(grace);
  }

  /**
   * They are left running, and nobody has them in hand any more: there is no exit to be had, no
   * maximum run time is kept to, and the next {@link LocalJobs} do not know them. Their process ids
   * are told by their status before the close. Jobs that somebody is stopping just then are killed
   * all the same: a stop that was promised is kept.
   *
   * <p><b>Output.</b> Nobody reads their pipe from then on. What writes to it gets SIGPIPE, which
   * ends most programs, or the error EPIPE where that is ignored; pipe(7). A job that is to survive
   * prints nothing after the close, or to a file: {@code sh -c 'exec PROGRAM >FILE 2>&1'}. Its
   * stdin is {@code /dev/null} as before.
   *
   * <p><b>What stays.</b> While this JVM lives, one daemon thread waits for the ends of all that
   * one close left, with a descriptor for each, so that none stays as a zombie; with the last of
   * them it removes their cgroups. A cgroup in which something runs on then, and all of them if the
   * JVM ends first, are cleared by whoever opens jobs below the same cgroup later, once nothing
   * runs there.
   *
   * @return that choice
   */
  static AtClose leave() {
    return new Leave();
  }

  /** See {@link #kill()}. */
  record Kill() implements AtClose {}

  /**
   * See {@link #stop(Duration)}.
   *
   * @param grace how long they may take to end by themselves
   */
  record Stop(Duration grace) implements AtClose {

    /** Refuses a time that is out of range. */
    public Stop {
      Objects.requireNonNull(grace, "grace");
      if (grace.isNegative() || grace.compareTo(StopPolicy.LONGEST_GRACE) > 0) {
        throw new IllegalArgumentException(
            "a grace period of " + grace + " is not between 0 and " + StopPolicy.LONGEST_GRACE);
      }
    }
  }

  /** See {@link #leave()}. */
  record Leave() implements AtClose {}
}
