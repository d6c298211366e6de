package io.processmanager.ports.outbound;

import java.time.Duration;

/**
 * Calls back after a time.
 *
 * <p><b>Threading.</b> Any thread. Calls are made on a thread of the scheduler: they must be quick,
 * must not block and must not throw.
 */
public interface Scheduler {

  /**
   * {@return the time since a moment that does not change, on a clock that nobody sets} Good for
   * differences only: it may be negative, as {@link System#nanoTime()} may.
   */
  Duration elapsed();

  /**
   * Runs {@code task} once, after {@code delay} on that clock.
   *
   * @param delay how long from now; a negative one is none
   * @param task what to run; it must be quick and must not throw
   * @return takes the call back; harmless when it has been made
   */
  Registration after(Duration delay, Runnable task);
}
