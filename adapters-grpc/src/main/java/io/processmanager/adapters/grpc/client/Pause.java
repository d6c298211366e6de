package io.processmanager.adapters.grpc.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * How long a subscriber has been asking for nothing. One timer looks now and then, however often a
 * pause begins and ends: there may be one behind each item.
 *
 * <p><b>Threading.</b> None of its own: whoever has it guards it.
 */
final class Pause {

  private final Retries timers;
  private final Duration longest;
  private final Runnable look;
  private Future<?> timer = CompletableFuture.completedFuture(null);
  private long since;

  /**
   * @param look asks {@link #isTooLong}, on the timers' thread
   */
  Pause(Retries timers, Duration longest, Runnable look) {
    this.timers = timers;
    this.longest = longest;
    this.look = look;
  }

  /** It has been given all that it asked for. */
  void begin() {
    since = System.nanoTime();
    if (timer.isDone()) {
      timer = timers.after(longest, look);
    }
  }

  /** Looks no more. */
  void forget() {
    timer.cancel(false);
  }

  /** Whether one that lasts does so too long already; if not, there will be another look. */
  boolean isTooLong() {
    Duration left = longest.minusNanos(System.nanoTime() - since);
    boolean over = left.isNegative() || left.isZero();
    if (!over) {
      timer = timers.after(left, look);
    }
    return over;
  }
}
