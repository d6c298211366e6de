package io.processmanager.adapters.os;

import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back on one thread of its own. Once closed, it calls nobody. */
final class DelayScheduler implements Scheduler, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(DelayScheduler.class.getName());

  private final long origin = System.nanoTime();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("process-manager-timer"));

  DelayScheduler() {
    // A call that was taken back would else be kept, with all it refers to, until its time.
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - origin);
  }

  @Override
  public Registration after(Duration delay, Runnable task) {
    Objects.requireNonNull(task, "task");
    long nanos = TimeUnit.NANOSECONDS.convert(delay);
    try {
      Future<?> call = timer.schedule(() -> guarded(task), nanos, TimeUnit.NANOSECONDS);
      return () -> call.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.ERROR, "a scheduled call failed", failure);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
