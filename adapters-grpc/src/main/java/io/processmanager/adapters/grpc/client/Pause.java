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
  private boolean watched;
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
    if (!watched) {
      lookAfter(longest);
    }
  }

  private void lookAfter(Duration delay) {
    watched = true;
    timer = timers.after(delay, look);
  }

  /** Looks no more. */
  void forget() {
    timer.cancel(false);
  }

  /**
   * Looks, when it is time to. There will be another look if a pause lasts, but not long enough.
   *
   * @param lasting whether there is a pause now
   * @return whether there is one, for too long already
   */
  boolean isTooLong(boolean lasting) {
    watched = false;
    Duration left = longest.minusNanos(System.nanoTime() - since);
    boolean over = left.isNegative() || left.isZero();
    if (lasting && !over) {
      lookAfter(left);
    }
    return lasting && over;
  }
}
