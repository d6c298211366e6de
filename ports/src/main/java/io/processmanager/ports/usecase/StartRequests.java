package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Remembers which start came of which request, so that a request sent twice starts one job. */
final class StartRequests {

  private final Map<Key, Start> starts = new ConcurrentHashMap<>();
  private final Map<JobId, Key> keys = new ConcurrentHashMap<>();

  /**
   * The job of a request, as it was when it had been started: by the first to come with this id,
   * while the others wait for it. A start that fails is forgotten, so that it can be tried again.
   */
  Job once(Owner owner, RequestId id, JobSpec spec, Supplier<Job> start) {
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

  /** Forgets the request that a job came of, if there was one. */
  void forget(JobId job) {
    Key key = keys.remove(job);
    if (key != null) {
      starts.remove(key);
    }
  }

  private record Key(Owner owner, RequestId id) {}

  private record Start(JobSpec spec, CompletableFuture<Job> job) {}
}
