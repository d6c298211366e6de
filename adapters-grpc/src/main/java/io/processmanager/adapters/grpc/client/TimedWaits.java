package io.processmanager.adapters.grpc.client;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The waits of callers that wait for a while only, and often come back: all those for a job share
 * one call, which is kept between them. A call for each would be one to cancel for each, and a
 * worker closes a connection that cancels very many.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class TimedWaits {

  /** How long a call is kept that nobody waits for. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Function<JobId, CompletableFuture<JobState.Ended>> beginning;
  private final Retries timers;

  // Guarded by this.
  private final Map<JobId, Shared> open = new HashMap<>();

  /**
   * @param beginning begins to wait for a job's end
   * @param timers where calls that nobody waits for wait for their end
   */
  TimedWaits(Function<JobId, CompletableFuture<JobState.Ended>> beginning, Retries timers) {
    this.beginning = beginning;
    this.timers = timers;
  }

  /**
   * Waits for a job's end, for {@code timeout} at most.
   *
   * @return empty if none was told by then
   */
  Optional<JobState.Ended> await(JobId job, Duration timeout) throws InterruptedException {
    Shared shared = join(job);
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(timeout);
      return Optional.of(shared.exit.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException noneYet) {
      return Optional.empty();
    } catch (ExecutionException failed) {
      throw refusal(failed);
    } finally {
      leave(job, shared);
    }
  }

  /** The caller's own stack stays visible: the refusal was made on another thread. */
  private static RuntimeException refusal(ExecutionException failed) {
    if (failed.getCause() instanceof JobsException refusal) {
      refusal.addSuppressed(new Exception("waited for here"));
      return refusal;
    }
    return new IllegalStateException("the wait failed", failed.getCause());
  }

  private synchronized Shared join(JobId job) {
    Shared shared = open.get(job);
    if (shared == null || shared.exit.isDone()) {
      shared = new Shared(beginning.apply(job));
      open.put(job, shared);
    }
    shared.end.cancel(false);
    shared.waiting++;
    return shared;
  }

  private synchronized void leave(JobId job, Shared shared) {
    shared.waiting--;
    if (shared.exit.isDone()) {
      open.remove(job, shared);
    } else if (shared.waiting == 0) {
      shared.end = timers.after(KEPT, () -> letGo(job, shared));
    }
  }

  private void letGo(JobId job, Shared shared) {
    synchronized (this) {
      if (shared.waiting > 0) {
        return;
      }
      open.remove(job, shared);
    }
    shared.exit.cancel(false);
  }

  private static final class Shared {

    private final CompletableFuture<JobState.Ended> exit;

    // Guarded by the waits.
    private int waiting;
    private Future<?> end = CompletableFuture.completedFuture(null);

    Shared(CompletableFuture<JobState.Ended> exit) {
      this.exit = exit;
    }
  }
}
