package io.processmanager.domain.job;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Why a job ended. {@link Exit} tells how.
 *
 * <p>A program that could not be started has no end: there is no job then, and the start throws
 * {@code JobsException.NotStarted}, whose reason says why.
 *
 * <p><b>Source.</b> Contract JOB-22, JOB-41, JOB-110 and following; waitid(2), signal(7).
 */
public sealed interface EndCause {

  /** {@return whether the job had been asked to stop, by somebody or because its time was over} */
  default boolean followedStop() {
    return false;
  }

  /**
   * {@return why a job ended that had not been asked to stop}
   *
   * @param exit how its leader ended
   * @param outOfMemory whether the kernel killed one of its processes for want of memory
   * @param sender who last sent it, through process-manager, the signal that ended it
   */
  static EndCause withoutStop(Exit exit, boolean outOfMemory, Optional<Owner> sender) {
    Objects.requireNonNull(exit, "exit");
    if (!(exit instanceof Exit.Signaled signaled)) {
      return new ByItself();
    }
    Signal signal = signaled.signal();
    if (sender.isPresent()) {
      return new Signaled(sender.get());
    }
    if (outOfMemory && signal.equals(Signal.KILL)) {
      return new OutOfMemory();
    }
    return KilledFromOutside.OWN_FAULTS.contains(signal.number())
        ? new ByItself()
        : new KilledFromOutside();
  }

  /**
   * The leader ended of its own: by exit(3), or by a signal that the kernel sends a process for
   * what it did itself, such as SIGSEGV, SIGABRT, SIGPIPE or SIGXCPU; or nobody knows how.
   */
  record ByItself() implements EndCause {

    @Override
    public String toString() {
      return "by itself";
    }
  }

  /**
   * The leader ended after a stop, and not by the SIGKILL that follows the grace period. What it
   * left behind may have been killed.
   *
   * @param by who asked for the stop first
   */
  record Stopped(Owner by) implements EndCause {

    /** Checks that nothing is null. */
    public Stopped {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public boolean followedStop() {
      return true;
    }

    @Override
    public String toString() {
      return "stopped by " + by;
    }
  }

  /**
   * The leader outlived the grace period of a stop, was sent SIGKILL and ended by it.
   *
   * @param by who asked for the stop first
   */
  record KilledAfterGrace(Owner by) implements EndCause {

    /** Checks that nothing is null. */
    public KilledAfterGrace {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public boolean followedStop() {
      return true;
    }

    @Override
    public String toString() {
      return "killed after the grace period of a stop by " + by;
    }
  }

  /**
   * The job's maximum run time was over, it was stopped for that and its leader ended.
   *
   * @param limit how long it might run
   * @param killed whether the leader outlived the grace period and ended by SIGKILL
   */
  record TimedOut(Duration limit, boolean killed) implements EndCause {

    /** Checks that nothing is null. */
    public TimedOut {
      Objects.requireNonNull(limit, "limit");
    }

    @Override
    public boolean followedStop() {
      return true;
    }

    @Override
    public String toString() {
      return "timed out after " + limit + (killed ? ", killed after the grace period" : "");
    }
  }

  /**
   * The leader ended by a signal that somebody sent it through process-manager, without a stop.
   *
   * @param by who sent it last
   */
  record Signaled(Owner by) implements EndCause {

    /** Checks that nothing is null. */
    public Signaled {
      Objects.requireNonNull(by, "by");
    }

    @Override
    public String toString() {
      return "by a signal from " + by;
    }
  }

  /**
   * The leader ended by a signal such as SIGKILL or SIGTERM, and nobody sent it through
   * process-manager. The kernel does not tell whose it was: a leader that signals itself, as {@code
   * kill -9 $$} does, looks the same.
   */
  record KilledFromOutside() implements EndCause {

    /**
     * ILL, TRAP, ABRT, BUS, FPE, SEGV, PIPE, ALRM, STKFLT, XCPU, XFSZ, VTALRM, PROF, SYS: what a
     * process brings on itself; signal(7).
     */
    private static final Set<Integer> OWN_FAULTS =
        Set.of(4, 5, 6, 7, 8, 11, 13, 14, 16, 24, 25, 26, 27, 31);

    @Override
    public String toString() {
      return "killed from outside";
    }
  }

  /**
   * The kernel killed the leader for want of memory, as the job's cgroup tells; {@code
   * memory.events} of cgroups(7). It can only where whoever runs the job has a cgroup with the
   * memory controller; elsewhere such an end is one {@linkplain KilledFromOutside from outside}.
   */
  record OutOfMemory() implements EndCause {

    @Override
    public String toString() {
      return "killed by the kernel, out of memory";
    }
  }

  /**
   * The job ended for a reason that this version does not know: a newer worker told it. Never to be
   * read as an end by itself.
   */
  record Unknown() implements EndCause {

    @Override
    public String toString() {
      return "for a reason unknown to this version";
    }
  }
}
