package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Remembers which start came of which request, so that a request sent twice starts one job. A
 * request outlives its job for a while: a job that ends at once may be forgotten before a client
 * whose answer was lost can ask again.
 */
final class StartRequests {

  /** Longer than any client of ours tries to have an answer that was lost, which is 10 minutes. */
  static final Duration KEPT_BEYOND_JOB = Duration.ofMinutes(15);

  /** Of what the forgotten jobs were started with, in characters. */
  static final long LARGEST_FORGOTTEN_SIZE = 16L << 20;

  /** What a request takes beside its spec, in characters. */
  private static final long BESIDE_SPEC = 256;

  private final Map<Key, Start> starts = new ConcurrentHashMap<>();
  private final Map<JobId, Key> keys = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Queue<Forgotten> forgotten = new ArrayDeque<>();
  private long forgottenSize;

  /**
   * The job of a request, as it was when it had been started: by the first to come with this id,
   * while the others wait for it. A start that fails is forgotten, so that it can be tried again.
   *
   * @param now on the scheduler's clock
   */
  Job once(Owner owner, RequestId id, JobSpec spec, Duration now, Supplier<Job> start) {
    forgetDueBy(now);
    Key key = new Key(owner, id);
    Start mine = new Start(spec, new CompletableFuture<>());
    Start first = starts.putIfAbsent(key, mine);
    if (first == null) {
      return begin(key, mine, start);
    }
    if (!first.spec().equals(spec)) {
      throw new JobsException.InvalidRequest(
          "request_id",
          "request id '" + id.value() + "' was used for another command; choose a new one");
    }
    try {
      return first.job().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof JobsException refusal) {
        throw refusal;
      }
      throw failed;
    }
  }

  private Job begin(Key key, Start mine, Supplier<Job> start) {
    try {
      Job job = start.get();
      keys.put(job.id(), key);
      mine.job().complete(job);
      return job;
    } catch (RuntimeException | Error refusal) {
      starts.remove(key, mine);
      mine.job().completeExceptionally(refusal);
      throw refusal;
    }
  }

  /**
   * Takes note that a job is forgotten, if it came of a request.
   *
   * @param now on the scheduler's clock
   */
  void jobForgotten(JobId job, Duration now) {
    Key key = keys.remove(job);
    Start start = key == null ? null : starts.get(key);
    if (key != null && start != null) {
      long size = SpecSize.of(start.spec()) + BESIDE_SPEC;
      add(new Forgotten(key, size, now.plus(KEPT_BEYOND_JOB)));
    }
    forgetDueBy(now);
  }

  private synchronized void add(Forgotten last) {
    forgotten.add(last);
    forgottenSize += last.size();
    while (forgottenSize > LARGEST_FORGOTTEN_SIZE) {
      forgetOldest();
    }
  }

  private synchronized void forgetDueBy(Duration now) {
    while (!forgotten.isEmpty() && forgotten.element().until().compareTo(now) <= 0) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Forgotten oldest = forgotten.remove();
    forgottenSize -= oldest.size();
    starts.remove(oldest.key());
  }

  private record Key(Owner owner, RequestId id) {}

  private record Start(JobSpec spec, CompletableFuture<Job> job) {}

  private record Forgotten(Key key, long size, Duration until) {}
}
