package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.Retired;

/**
 * The answers to the retirements of one process, of which many may be under way at once: each stop
 * that joins begins one. Not every one of them knows of the kill that another has sent, so the one
 * answer that everybody gets is what all of them together know.
 *
 * <p><b>Threading.</b> Guarded by its owner.
 */
final class RetiredTally {

  private int underWay;
  private boolean killed;
  private boolean gone;
  private Thoroughness thoroughness = Thoroughness.BEST_EFFORT;

  /** A retirement is about to begin. */
  void begin() {
    underWay++;
  }

  /** It could not. */
  void abort() {
    underWay--;
  }

  /** Something of the job was sent SIGKILL before. */
  void noteKill() {
    killed = true;
  }

  /** One of those that began has been answered. */
  void add(Retired retired) {
    underWay--;
    killed |= retired.killed();
    if (retired.thoroughness() == Thoroughness.KILL_PENDING) {
      thoroughness = gone ? thoroughness : Thoroughness.KILL_PENDING;
    } else if (!gone || retired.thoroughness() == Thoroughness.COMPLETE) {
      thoroughness = retired.thoroughness();
      gone = true;
    }
  }

  /** Whether all that began have been answered. */
  boolean isSettled() {
    return underWay == 0;
  }

  /** Whether nothing of the job is left, and nobody is still to say what that took. */
  boolean isGone() {
    return gone && isSettled();
  }

  boolean hasKilled() {
    return killed;
  }

  Thoroughness thoroughness() {
    return thoroughness;
  }
}
