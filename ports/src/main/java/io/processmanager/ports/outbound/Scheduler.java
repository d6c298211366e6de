package io.processmanager.ports.outbound;

import java.time.Duration;

/**
 * Calls back after a time.
 *
 * <p><b>Threading.</b> Any thread. Calls are made on a thread of the scheduler: they must be quick,
 * must not block and must not throw.
 */
public interface Scheduler {

  /** Runs {@code task} once, after {@code delay} on a clock that nobody sets. */
  Registration after(Duration delay, Runnable task);
}
