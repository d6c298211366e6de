package io.processmanager.adapters.os;

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

  /** How long what was killed may take to vanish before it is given up as unkillable. */
  private static final Duration DEATH_PATIENCE = Duration.ofSeconds(1);

  private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
  private final LaunchedProcess process;
  private final Runnable letGo;
  private volatile long killAt;
  private boolean over;
  private boolean killing;
  private boolean foundAlive;
  private long giveUpAt;

  Retirement(LaunchedProcess process, Duration patience, Runnable letGo) {
    this.process = process;
    this.letGo = letGo;
    this.killAt = after(patience);
  }

  private static long after(Duration patience) {
    Duration bounded = patience.compareTo(LONGEST_PATIENCE) < 0 ? patience : LONGEST_PATIENCE;
    return System.nanoTime() + bounded.toNanos();
  }

  LaunchedProcess process() {
    return process;
  }

  CompletionStage<Boolean> outcome() {
    return outcome.minimalCompletionStage();
  }

  boolean isOver() {
    return over;
  }

  boolean isKilling() {
    return killing;
  }

  /** How long it waits on before it kills. */
  Duration patience() {
    return Duration.ofNanos(Math.max(0, killAt - System.nanoTime()));
  }

  /** Waits no longer than {@code patience} from now. Any thread, one at a time. */
  void hurry(Duration patience) {
    long at = after(patience);
    if (at - killAt < 0) {
      killAt = at;
    }
  }

  /**
   * One look at what is left.
   *
   * @param leftovers empty if nothing could be seen; then it kills when the time has come, and
   *     gives up in the end
   */
  void look(Optional<Leftovers> leftovers) {
    // A reaped leader's number may be a stranger's by now.
    if (process.isReaped()
        || (leftovers.isPresent() && !leftovers.get().has(process.ref().pid()))) {
      over = true;
    } else if (System.nanoTime() - killAt >= 0) {
      foundAlive |= leftovers.isPresent();
      kill(leftovers);
    }
  }

  private void kill(Optional<Leftovers> leftovers) {
    long now = System.nanoTime();
    if (!killing) {
      killing = true;
      giveUpAt = now + DEATH_PATIENCE.toNanos();
    }
    leftovers.ifPresentOrElse(found -> found.kill(process), process::kill);
    if (now - giveUpAt >= 0) {
      over = true;
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "processes of session " + process.ref().pid() + " do not die and are left behind");
    }
  }

  /** Lets go of the leader and answers. */
  void finish() {
    try {
      letGo.run();
    } finally {
      outcome.complete(foundAlive);
    }
  }
}
