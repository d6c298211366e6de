package example;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** A transport whose way to the far side is a queue of threads, where another's is a socket. */
final class RelayJobs implements Jobs {

  private final Executor line;
  private final JobsProvider farSide;
  private final Caller caller;

  /**
   * @param caller whoever the far side has found at the other end of this line; never what a
   *     request says of itself
   */
  RelayJobs(Executor line, JobsProvider farSide, Caller caller) {
    this.line = line;
    this.farSide = farSide;
    this.caller = caller;
  }

  // example: call
  /** A call with one answer. The caller's thread waits; what it is refused is thrown to it. */
  private <T> T call(Function<Jobs, T> request) {
    try {
      return ask(jobs -> CompletableFuture.completedFuture(request.apply(jobs))).join();
    } catch (CompletionException refused) {
      throw refused.getCause() instanceof JobsException refusal
          ? refusal
          : new JobsException.Failed("the far side failed", refused.getCause());
    }
  }

  /** A call whose answer takes its time: nobody waits, and no thread is held meanwhile. */
  private <T> CompletableFuture<T> ask(Function<Jobs, CompletionStage<T>> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    send(
        () -> {
          try {
            CompletionStage<T> far = request.apply(farSide.forCaller(caller));
            far.whenComplete(answerTo(answer));
            // Whoever gives up here is let go of there: else it would wait until the job's end.
            answer.whenComplete((result, failure) -> far.toCompletableFuture().cancel(false));
          } catch (Throwable refusalOrFault) {
            answer.completeExceptionally(refusalOrFault);
          }
        },
        answer::completeExceptionally);
    return answer;
  }

  // end

  private static <T> BiConsumer<T, Throwable> answerTo(CompletableFuture<T> answer) {
    return (result, failure) -> {
      if (failure == null) {
        answer.complete(result);
      } else {
        answer.completeExceptionally(
            failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure);
      }
    };
  }

  // example: send
  /** A line that is closed is a worker that cannot be reached: not an error of the caller's. */
  private void send(Runnable request, Consumer<JobsException> refused) {
    try {
      line.execute(request);
    } catch (RejectedExecutionException closed) {
      refused.accept(new JobsException.Unavailable("the line is closed", closed));
    }
  }

  // end

  @Override
  public Job start(JobSpec spec) {
    Objects.requireNonNull(spec, "spec");
    return call(jobs -> jobs.start(spec));
  }

  @Override
  public Job start(JobSpec spec, RequestId requestId) {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(requestId, "requestId");
    return call(jobs -> jobs.start(spec, requestId));
  }

  @Override
  public CompletionStage<Job> requestStart(JobSpec spec) {
    Objects.requireNonNull(spec, "spec");
    return ask(jobs -> jobs.requestStart(spec));
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job) {
    Objects.requireNonNull(job, "job");
    return ask(jobs -> jobs.requestStop(job));
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(grace, "grace");
    return ask(jobs -> jobs.requestStop(job, grace));
  }

  @Override
  public JobStatus status(JobId job) {
    Objects.requireNonNull(job, "job");
    return call(jobs -> jobs.status(job));
  }

  @Override
  public JobPage list(JobQuery query) {
    Objects.requireNonNull(query, "query");
    return call(jobs -> jobs.list(query));
  }

  @Override
  public void signal(JobId job, Signal signal) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(signal, "signal");
    call(
        jobs -> {
          jobs.signal(job, signal);
          return job;
        });
  }

  @Override
  public CompletionStage<JobState.Ended> onExit(JobId job) {
    Objects.requireNonNull(job, "job");
    return ask(jobs -> jobs.onExit(job));
  }

  @Override
  public long locateOutput(JobId job, OutputQuery.Start start) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(start, "start");
    return call(jobs -> jobs.locateOutput(job, start));
  }

  // example: stream
  @Override
  public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(query, "query");
    return subscriber -> farSide.forCaller(caller).output(job, query).subscribe(subscriber);
  }

  // end

  @Override
  public Flow.Publisher<JobEvent> watch(WatchQuery query) {
    Objects.requireNonNull(query, "query");
    return subscriber -> farSide.forCaller(caller).watch(query).subscribe(subscriber);
  }
}
