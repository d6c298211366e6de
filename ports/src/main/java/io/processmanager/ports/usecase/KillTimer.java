package io.processmanager.ports.usecase;

import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a job that is being stopped is killed, and when whoever waits for that is told that it takes
 * long.
 *
 * <p><b>Threading.</b> Guarded by the job's monitor, which the two calls of the scheduler have to
 * take.
 */
final class KillTimer {

  /** Within the second that a stop may take after its SIGKILL, with room for a busy machine. */
  static final Duration PENDING_AFTER = Duration.ofMillis(900);

  private final Scheduler scheduler;
  private final Runnable due;
  private final Runnable pending;

  private boolean killed;
  private @Nullable Duration killAt;
  private Registration killing = () -> {};
  private @Nullable Registration telling;

  /**
   * @param due called by the scheduler when {@link #killNow} is to be called
   * @param pending called by the scheduler when the kill has not been enough in time and {@link
   *     #told} is to be called
   */
  KillTimer(Scheduler scheduler, Runnable due, Runnable pending) {
    this.scheduler = scheduler;
    this.due = due;
    this.pending = pending;
  }

  /**
   * Sees to it that the job is killed after {@code grace}, unless that is due earlier already.
   *
   * @return whether it is to be killed by the caller now
   */
  boolean killWithin(Duration grace) {
    if (killed || grace.isZero()) {
      return killNow();
    }
    Duration at = scheduler.elapsed().plus(grace);
    if (killAt == null || at.compareTo(killAt) < 0) {
      killAt = at;
      killing.cancel();
      killing = scheduler.after(grace, due);
    }
    return false;
  }

  /**
   * The job is to be killed; again, if whoever waited for the last kill has been told that it takes
   * long. Who comes before that waits with them: an answer is never put off.
   *
   * @return whether it is to be killed by the caller now
   */
  boolean killNow() {
    if (telling != null) {
      return false;
    }
    killed = true;
    killing.cancel();
    telling = scheduler.after(PENDING_AFTER, pending);
    return true;
  }

  /** Whoever waits is being told that the kill takes long. */
  void told() {
    telling = null;
  }

  boolean hasKilled() {
    return killed;
  }

  /** How long what the leader left behind may take; nothing once the job has been killed. */
  Duration patienceLeft() {
    if (killed || killAt == null) {
      return Duration.ZERO;
    }
    Duration left = killAt.minus(scheduler.elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** There is no leader to kill any more; what it left behind is killed elsewhere. */
  void leaderEnded() {
    killing.cancel();
  }

  /** There is nobody to tell any more. */
  void cancel() {
    killing.cancel();
    if (telling != null) {
      telling.cancel();
    }
  }
}
