package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Remembers which start came of which request, so that a request sent twice starts one job. A
 * request outlives its job for a while: a job that ends at once may be forgotten before a client
 * whose answer was lost can ask again. Of its command only a digest is kept then, so that it takes
 * the same however large that was.
 */
final class StartRequests {

  /** Longer than our clients try to have an answer that was lost, unless they are told to. */
  static final Duration KEPT_BEYOND_JOB = Duration.ofMinutes(15);

  /**
   * Of jobs that are forgotten, of all owners together: a minute of 1,600 starts a second. An
   * estimated 50 MB if there are so many.
   */
  static final int MOST_FORGOTTEN = 100_000;

  private final int mostForgotten;
  private final Map<Key, Known> starts = new ConcurrentHashMap<>();
  private final Map<JobId, Key> keys = new ConcurrentHashMap<>();

  // Guarded by this.
  private final OwnedQueue<Forgotten> forgotten = new OwnedQueue<>();

  /**
   * @param mostForgotten how many requests of forgotten jobs are kept; behind that the oldest goes
   *     of the owner who has the most
   */
  StartRequests(int mostForgotten) {
    this.mostForgotten = mostForgotten;
  }

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
    Known first = starts.putIfAbsent(key, mine);
    if (first == null) {
      return begin(key, mine, start);
    }
    if (!first.isOf(spec)) {
      throw new JobsException.InvalidRequest(
          "request_id",
          "request id '" + id.value() + "' was used for another command; choose a new one");
    }
    return first.job(spec);
  }

  private Job begin(Key key, Start mine, Supplier<Job> start) {
    try {
      Job job = start.get();
      // In this order: what is forgotten from here on has its answer.
      mine.started().complete(job);
      keys.put(job.id(), key);
      return job;
    } catch (RuntimeException | Error refusal) {
      starts.remove(key, mine);
      mine.started().completeExceptionally(refusal);
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
    if (key != null) {
      starts.computeIfPresent(key, (same, known) -> known.withoutSpec());
      add(new Forgotten(key, now.plus(KEPT_BEYOND_JOB)));
    }
    forgetDueBy(now);
  }

  private synchronized void add(Forgotten last) {
    forgotten.add(last.key().owner(), last, 0);
    if (forgotten.number() > mostForgotten) {
      starts.remove(forgotten.removeFromTheMost().key());
    }
  }

  private synchronized void forgetDueBy(Duration now) {
    while (!forgotten.isEmpty() && forgotten.oldest().until().compareTo(now) <= 0) {
      starts.remove(forgotten.removeOldest().key());
    }
  }

  private record Key(Owner owner, RequestId id) {}

  private record Forgotten(Key key, Duration until) {}

  /** What is known of a request. */
  private sealed interface Known {

    boolean isOf(JobSpec spec);

    /**
     * The job that it started; waits until that is so.
     *
     * @param spec that of the request
     */
    Job job(JobSpec spec);

    /** The same for one whose job is forgotten. */
    Known withoutSpec();
  }

  private record Start(JobSpec spec, CompletableFuture<Job> started) implements Known {

    @Override
    public boolean isOf(JobSpec other) {
      return spec.equals(other);
    }

    @Override
    public Job job(JobSpec same) {
      try {
        return started.join();
      } catch (CompletionException failed) {
        if (failed.getCause() instanceof JobsException refusal) {
          throw refusal;
        }
        throw failed;
      }
    }

    @Override
    public Known withoutSpec() {
      Job job = started.join();
      return new Remembered(SpecDigest.of(spec), job.id(), job.owner(), job.state());
    }
  }

  private record Remembered(String digest, JobId id, Owner owner, JobState state) implements Known {

    @Override
    public boolean isOf(JobSpec other) {
      return digest.equals(SpecDigest.of(other));
    }

    @Override
    public Job job(JobSpec same) {
      return new Job(id, owner, same, state);
    }

    @Override
    public Known withoutSpec() {
      return this;
    }
  }
}
