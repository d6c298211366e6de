package io.processmanager.adapters.os;

import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The wait for what one ended leader left behind.
 *
 * <p><b>Threading.</b> One thread at a time, except where a method says otherwise.
 */
final class Retirement {

  private static final System.Logger LOG = System.getLogger(Retirement.class.getName());
  private static final Duration LONGEST_PATIENCE = Duration.ofDays(1000);
  private static final Duration FIRST_PAUSE_AFTER_KILL = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE_AFTER_KILL = Duration.ofMillis(100);
  private static final Duration PAUSE_WHILE_HIDDEN = Duration.ofMillis(20);

  private final CompletableFuture<Retired> outcome = new CompletableFuture<>();
  private final LaunchedProcess process;
  private final Runnable letGo;
  private volatile long killAt;
  private boolean over;
  private boolean hidden;
  private boolean killing;
  private boolean foundAlive;
  private boolean pending;
  private volatile long giveUpAt;
  private Duration pauseAfterKill = FIRST_PAUSE_AFTER_KILL.dividedBy(2);

  Retirement(LaunchedProcess process, Duration patience, Runnable letGo) {
    this.process = process;
    this.letGo = letGo;
    this.killAt = after(patience);
  }

  /**
   * Another one, of a process that was killed and whose kill is pending: kills again, and waits
   * {@code patience} for that.
   */
  static Retirement again(LaunchedProcess process, Duration patience, Runnable letGo) {
    Retirement again = new Retirement(process, Duration.ZERO, letGo);
    again.killing = true;
    again.giveUpAt = after(patience);
    return again;
  }

  private static long after(Duration patience) {
    Duration bounded = patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE;
    return System.nanoTime() + bounded.toNanos();
  }

  LaunchedProcess process() {
    return process;
  }

  CompletionStage<Retired> outcome() {
    return outcome.minimalCompletionStage();
  }

  boolean isOver() {
    return over;
  }

  /** After what time it is to be looked at again, if not earlier. */
  Duration nextLook() {
    if (hidden) {
      return PAUSE_WHILE_HIDDEN;
    }
    return killing ? pauseAfterKill : Duration.ofNanos(Math.max(0, killAt - System.nanoTime()));
  }

  /** Whether it has killed, and what it killed may be there still. */
  boolean isPending() {
    return pending;
  }

  /** Of one that goes on {@link #again}: waits for {@code patience} from now, if not longer. */
  void waitOn(Duration patience) {
    long at = after(patience);
    if (at - giveUpAt > 0) {
      giveUpAt = at;
    }
  }

  /** Waits no longer than {@code patience} from now. Any thread, one at a time. */
  void hurry(Duration patience) {
    long at = after(patience);
    if (at - killAt < 0) {
      killAt = at;
    }
  }

  /** Whether its leftovers are found by looking through {@code /proc} only. */
  boolean isSearched() {
    return process.containment().isSearched();
  }

  /**
   * One look at what is left.
   *
   * @param seen what runs on this machine; empty if that could not be looked at, or need not be
   */
  void look(Optional<Leftovers> seen) {
    found(remains(seen), seen);
  }

  /** What a look has found is dealt with. */
  void found(Containment.Remains remains, Optional<Leftovers> seen) {
    switch (remains) {
      case NOTHING -> over = true;
      case HIDDEN -> lookForHidden();
      case UNSURE, SOMETHING -> {
        // A look that failed has not shown it.
        hidden &= remains == Containment.Remains.UNSURE;
        if (System.nanoTime() - killAt >= 0) {
          foundAlive |= remains == Containment.Remains.SOMETHING;
          kill(seen);
        }
      }
    }
  }

  /**
   * Mostly it shows soon whose it is. For how long it is waited depends on no patience: a stranger
   * that the kernel holds would else hold up whoever is patient.
   */
  private void lookForHidden() {
    long now = System.nanoTime();
    if (!killing && !hidden) {
      giveUpAt = now + ProcessLauncher.DEATH_PATIENCE.toNanos();
    }
    hidden = true;
    over = now - giveUpAt >= 0;
  }

  private Containment.Remains remains(Optional<Leftovers> seen) {
    try {
      return process.containment().remains(process, seen);
    } catch (RuntimeException | Error failure) {
      logFailure(failure);
      return Containment.Remains.UNSURE;
    }
  }

  /** What cannot be done for one job is done for the others, and not tried for ever. */
  private void logFailure(Throwable failure) {
    LOG.log(
        System.Logger.Level.ERROR,
        () -> "what " + process.ref() + " left behind cannot be dealt with",
        failure);
  }

  private void kill(Optional<Leftovers> seen) {
    long now = System.nanoTime();
    if (!killing) {
      killing = true;
      giveUpAt = now + ProcessLauncher.DEATH_PATIENCE.toNanos();
    }
    try {
      process.containment().kill(process, seen);
    } catch (RuntimeException | Error failure) {
      logFailure(failure);
    }
    lookMoreRarely();
    if (now - giveUpAt >= 0) {
      over = true;
      pending = true;
      process
          .complaints()
          .warn("processes of session " + process.ref().pid() + " do not die of SIGKILL");
    }
  }

  /** What does not die at once is mostly held, and nothing is gained by looking all the time. */
  private void lookMoreRarely() {
    Duration next = pauseAfterKill.multipliedBy(2);
    pauseAfterKill = next.compareTo(LONGEST_PAUSE_AFTER_KILL) < 0 ? next : LONGEST_PAUSE_AFTER_KILL;
  }

  /** Lets go of the leader, unless the kill is pending, and answers. */
  void finish() {
    try {
      if (!pending) {
        letGo.run();
      }
    } finally {
      outcome.complete(
          new Retired(
              foundAlive, pending ? Thoroughness.KILL_PENDING : process.containment().whenGone()));
    }
  }
}
