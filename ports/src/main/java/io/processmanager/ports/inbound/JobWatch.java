package io.processmanager.ports.inbound;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * The changes of jobs for a thread that waits for them. It reads ahead by a few events at most.
 *
 * <p><b>Threading.</b> One thread at a time waits; any thread may close, which wakes it.
 */
public final class JobWatch implements AutoCloseable {

  private final Feed<JobEvent> feed = new Feed<>("the jobs cannot be watched", () -> {});

  private JobWatch() {}

  /**
   * Reads what {@code changes} publishes to a new subscriber.
   *
   * @param changes what to read
   * @return a watch, to be closed
   */
  public static JobWatch of(Flow.Publisher<JobEvent> changes) {
    JobWatch watch = new JobWatch();
    watch.feed.subscribeTo(changes);
    return watch;
  }

  /**
   * The next event, waited for as long as it takes.
   *
   * @return empty after {@link #close()} only
   * @throws JobsException the jobs cannot be watched, or no longer
   * @throws InterruptedException the thread was interrupted; the watch is as it was before
   */
  public Optional<JobEvent> next() throws InterruptedException {
    return feed.next();
  }

  /**
   * The next event, waited for no longer than {@code timeout}.
   *
   * @param timeout how long to wait; zero only looks
   * @return empty if none came in time, and after {@link #close()}
   * @throws JobsException the jobs cannot be watched, or no longer
   * @throws InterruptedException the thread was interrupted; the watch is as it was before
   */
  public Optional<JobEvent> next(Duration timeout) throws InterruptedException {
    return feed.next(timeout);
  }

  /**
   * Whether {@link #close()} was called: then nothing more is told.
   *
   * @return whether it was
   */
  public boolean isClosed() {
    return feed.isClosed();
  }

  /** Ends the watch, here and on the worker. No job is touched. */
  @Override
  public void close() {
    feed.close();
  }
}
