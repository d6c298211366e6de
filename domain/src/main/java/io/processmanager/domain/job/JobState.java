package io.processmanager.domain.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Where a job is in its life. A job exists from the moment its program was executed; it goes from
 * {@link Running} to {@link Ended}, through {@link Stopping} if it is stopped, and never back.
 */
public sealed interface JobState {

  /** {@return when the job was started} */
  Instant startedAt();

  /**
   * {@return whether a job in this state may be seen in {@code next} later, or still}
   *
   * @param next the later state
   */
  boolean mayBecome(JobState next);

  /**
   * The leader runs, and nobody has asked the job to stop.
   *
   * @param startedAt when the job was started
   */
  record Running(Instant startedAt) implements JobState {

    /** Checks that nothing is null. */
    public Running {
      Objects.requireNonNull(startedAt, "startedAt");
    }

    /**
     * {@return the state after the job was asked to stop}
     *
     * @param reason why it was
     * @param grace how long it may take to end by itself
     * @param at when it was
     */
    public Stopping stop(StopReason reason, Duration grace, Instant at) {
      return new Stopping(startedAt, at, reason, grace);
    }

    @Override
    public boolean mayBecome(JobState next) {
      return next.startedAt().equals(startedAt);
    }

    /**
     * {@return the state after the leader ended, though the job had not been asked to stop}
     *
     * @param exit how it ended
     * @param cause one that {@linkplain EndCause#followedStop() followed no stop}
     * @param at when it did
     */
    public Ended end(Exit exit, EndCause cause, Instant at) {
      if (cause.followedStop()) {
        throw new IllegalArgumentException("a job that nobody stopped cannot end " + cause);
      }
      return new Ended(startedAt, at, exit, cause);
    }
  }

  /**
   * The job has been asked to stop, and its leader has not ended yet.
   *
   * @param startedAt when the job was started
   * @param requestedAt when the stop was asked for
   * @param reason why it is stopped
   * @param grace how long the job may take before it is killed; not negative
   */
  record Stopping(Instant startedAt, Instant requestedAt, StopReason reason, Duration grace)
      implements JobState {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException {@code grace} is negative
     */
    public Stopping {
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(requestedAt, "requestedAt");
      Objects.requireNonNull(reason, "reason");
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
     * {@return the state after the leader ended}
     *
     * @param exit how it ended
     * @param killSent whether SIGKILL had been sent by then because the grace period was over
     * @param at when it did
     */
    public Ended end(Exit exit, boolean killSent, Instant at) {
      boolean killed =
          killSent
              && exit instanceof Exit.Signaled signaled
              && signaled.signal().equals(Signal.KILL);
      return new Ended(startedAt, at, exit, cause(killed));
    }

    private EndCause cause(boolean killed) {
      if (reason instanceof StopReason.Asked asked) {
        return killed
            ? new EndCause.KilledAfterGrace(asked.by())
            : new EndCause.Stopped(asked.by());
      }
      return new EndCause.TimedOut(((StopReason.TimeOver) reason).limit(), killed);
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

    /** Checks that nothing is null. */
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
