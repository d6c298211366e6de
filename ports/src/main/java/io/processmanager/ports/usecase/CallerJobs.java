package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** The engine's jobs as one caller may see and alter them: every way to a job passes here. */
final class CallerJobs implements Jobs {

  private final JobEngine engine;
  private final Caller caller;

  CallerJobs(JobEngine engine, Caller caller) {
    this.engine = engine;
    this.caller = Objects.requireNonNull(caller, "caller");
  }

  @Override
  public Job start(JobSpec spec) {
    return engine.start(caller, Objects.requireNonNull(spec, "spec"));
  }

  @Override
  public Job start(JobSpec spec, RequestId requestId) {
    return engine.startOnce(
        caller,
        Objects.requireNonNull(spec, "spec"),
        Objects.requireNonNull(requestId, "requestId"));
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job) {
    Objects.requireNonNull(job, "job");
    return refusalAsStage(() -> engine.find(caller, job, "stop").stop(caller));
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(grace, "grace");
    return refusalAsStage(
        () -> {
          requireGrace(grace);
          return engine.find(caller, job, "stop").stop(caller, grace);
        });
  }

  private static void requireGrace(Duration grace) {
    if (grace.isNegative() || grace.compareTo(StopPolicy.LONGEST_GRACE) > 0) {
      throw new JobsException.InvalidRequest(
          "grace",
          "a grace period of "
              + grace
              + " is not between 0 and "
              + StopPolicy.LONGEST_GRACE.toHours()
              + " h");
    }
  }

  @Override
  public JobStatus status(JobId job) {
    Objects.requireNonNull(job, "job");
    return engine.status(engine.find(caller, job, "status"));
  }

  @Override
  public JobPage list(JobQuery query) {
    return engine.list(caller, Objects.requireNonNull(query, "query"));
  }

  @Override
  public void signal(JobId job, Signal signal) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(signal, "signal");
    engine.find(caller, job, "signal").signal(caller, signal);
  }

  @Override
  public JobState.Ended awaitExit(JobId job) throws InterruptedException {
    Objects.requireNonNull(job, "job");
    return engine.find(caller, job, "wait").awaitExit();
  }

  @Override
  public Optional<JobState.Ended> awaitExit(JobId job, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(timeout, "timeout");
    return engine.find(caller, job, "wait").awaitExit(timeout);
  }

  @Override
  public CompletionStage<JobState.Ended> onExit(JobId job) {
    Objects.requireNonNull(job, "job");
    return refusalAsStage(() -> engine.find(caller, job, "wait").onExit());
  }

  @Override
  public Flow.Publisher<JobEvent> watch(WatchQuery query) {
    Objects.requireNonNull(query, "query");
    return subscriber -> engine.watch(subscriber, caller, query);
  }

  @Override
  public long locateOutput(JobId job, OutputQuery.Start start) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(start, "start");
    return engine.locateOutput(engine.find(caller, job, "output"), start);
  }

  @Override
  public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(query, "query");
    return subscriber -> engine.follow(subscriber, () -> engine.find(caller, job, "output"), query);
  }

  private static <T> CompletionStage<T> refusalAsStage(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (JobsException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }
}
