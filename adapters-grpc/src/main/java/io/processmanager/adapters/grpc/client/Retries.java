package io.processmanager.adapters.grpc.client;

import io.processmanager.adapters.grpc.wire.PlainThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread on which a client's streams and calls wait for their next try, and pauses of
 * readers are timed. It is there while there is something to wait for.
 */
final class Retries implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Retries.class.getName());
  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor executor;
  private final Set<Runnable> whenClosed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Long lastFirst;

  Retries() {
    executor = new ScheduledThreadPoolExecutor(1, PlainThreads.named("process-manager-reconnect"));
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Waits for {@code time} on the calling thread, or until all is closed if that comes first. */
  boolean isClosedWithin(Duration time) throws InterruptedException {
    return closed.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** How many timers are set. */
  int pending() {
    return executor.getQueue().size();
  }

  /** Runs {@code task} after {@code delay}, unless it is cancelled or all is closed before. */
  Future<?> after(Duration delay, Runnable task) {
    try {
      return executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException justClosed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Whether none of the callers has been the first in the last {@code time}. */
  synchronized boolean isFirstWithin(Duration time) {
    long now = System.nanoTime();
    Long before = lastFirst;
    boolean first = before == null || Duration.ofNanos(now - before).compareTo(time) >= 0;
    if (first) {
      lastFirst = now;
    }
    return first;
  }

  /** Has {@code told} run by {@link #close}, unless that has begun. */
  void whenClosed(Runnable told) {
    whenClosed.add(told);
  }

  void forget(Runnable told) {
    whenClosed.remove(told);
  }

  @Override
  public void close() {
    closed.countDown();
    executor.shutdownNow();
    whenClosed.forEach(Retries::tell);
  }

  private static void tell(Runnable told) {
    try {
      told.run();
    } catch (RuntimeException | Error brokenSubscriber) {
      LOG.log(System.Logger.Level.WARNING, "a subscriber threw", brokenSubscriber);
    }
  }
}
