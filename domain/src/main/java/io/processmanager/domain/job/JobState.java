package io.processmanager.domain.job;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Where a job is in its life. A job exists from the moment its program was executed; it goes from
 * {@link Running} to {@link Ended}, through {@link Stopping} if somebody stops it, and never back.
 */
public sealed interface JobState {

  /** When the job was started. */
  Instant startedAt();

  /** Whether a job in this state may be seen in {@code next} later, or still. */
  boolean mayBecome(JobState next);

  /**
   * The leader runs, and nobody has asked the job to stop.
   *
   * @param startedAt when the job was started
   */
  record Running(Instant startedAt) implements JobState {

    public Running {
      Objects.requireNonNull(startedAt, "startedAt");
    }

    /** The state after somebody asked the job to stop. */
    public Stopping stop(Owner by, Duration grace, Instant at) {
      return new Stopping(startedAt, at, by, grace);
    }

    @Override
    public boolean mayBecome(JobState next) {
      return next.startedAt().equals(startedAt);
    }

    /** The state after the leader ended with nobody having asked for it. */
    public Ended end(Exit exit, Instant at) {
      return new Ended(startedAt, at, exit, new EndCause.ByItself());
    }
  }

  /**
   * Somebody has asked the job to stop, and its leader has not ended yet.
   *
   * @param startedAt when the job was started
   * @param requestedAt when the stop was asked for
   * @param stoppedBy who asked for it first
   * @param grace how long the job may take before it is killed; not negative
   */
  record Stopping(Instant startedAt, Instant requestedAt, Owner stoppedBy, Duration grace)
      implements JobState {

    public Stopping {
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(requestedAt, "requestedAt");
      Objects.requireNonNull(stoppedBy, "stoppedBy");
      Objects.requireNonNull(grace, "grace");
      if (grace.isNegative()) {
        throw new IllegalArgumentException("grace " + grace + " is negative");
      }
    }

    @Override
    public boolean mayBecome(JobState next) {
      return next.startedAt().equals(startedAt) && !(next instanceof Running);
    }

    /**
     * The state after the leader ended.
     *
     * @param killSent whether SIGKILL had been sent by then because the grace period was over
     */
    public Ended end(Exit exit, boolean killSent, Instant at) {
      boolean killed =
          killSent
              && exit instanceof Exit.Signaled signaled
              && signaled.signal().equals(Signal.KILL);
      EndCause cause =
          killed ? new EndCause.KilledAfterGrace(stoppedBy) : new EndCause.Stopped(stoppedBy);
      return new Ended(startedAt, at, exit, cause);
    }
  }

  /**
   * The leader has ended.
   *
   * @param startedAt when the job was started
   * @param endedAt when its leader's end was seen
   * @param exit how the leader ended
   * @param cause why the job ended
   */
  record Ended(Instant startedAt, Instant endedAt, Exit exit, EndCause cause) implements JobState {

    public Ended {
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(endedAt, "endedAt");
      Objects.requireNonNull(exit, "exit");
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public boolean mayBecome(JobState next) {
      return next.equals(this);
    }
  }
}
