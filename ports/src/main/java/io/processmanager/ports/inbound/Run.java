package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One job from its start to its end, with its output. It belongs to the run alone: when nobody
 * waits for the run any more, or its output is lost to it, the job is stopped.
 */
final class Run extends CompletableFuture<RunResult> {

  private final Jobs jobs;
  private final long outputLimitBytes;
  private volatile boolean hasEnded;

  private Run(Jobs jobs, long outputLimitBytes) {
    this.jobs = jobs;
    this.outputLimitBytes = outputLimitBytes;
  }

  /** Has the job started. A refusal to do so is the run's own. */
  static CompletableFuture<RunResult> begin(Jobs jobs, JobSpec spec, long outputLimitBytes) {
    OutputCollection.requireLimit(outputLimitBytes);
    Run run = new Run(jobs, outputLimitBytes);
    try {
      var unused = jobs.requestStart(spec).whenComplete(run::started);
    } catch (JobsException refusal) {
      return failedFuture(refusal);
    }
    return run;
  }

  /** Also of a run that was given up meanwhile: there is a job to stop by then. */
  private void started(Job job, Throwable refusal) {
    if (refusal == null) {
      follow(job);
    } else {
      completeExceptionally(cause(refusal));
    }
  }

  private void follow(Job job) {
    OutputCollection output;
    try {
      output = OutputCollection.begin(jobs, job.id(), outputLimitBytes);
    } catch (RuntimeException | Error unforeseen) {
      over(job, null, unforeseen);
      stop(job);
      return;
    }
    var unused =
        output
            .thenCompose(collected -> ended(job, collected))
            .whenComplete((result, failed) -> over(job, result, failed));
    var unusedToo = whenComplete((result, failed) -> letGo(job, output));
  }

  private CompletionStage<RunResult> ended(Job job, OutputCollection.Collected collected) {
    return collected
        .end()
        .map(end -> (CompletionStage<JobState.Ended>) completedFuture(end))
        .orElseGet(() -> jobs.onExit(job.id()))
        .thenApply(end -> new RunResult(job.in(end), collected.output()));
  }

  private void over(Job job, @Nullable RunResult result, @Nullable Throwable failed) {
    if (failed == null) {
      hasEnded = true;
      complete(result);
    } else {
      Throwable cause = cause(failed);
      cause.addSuppressed(new Exception("in the run of job " + job.id()));
      completeExceptionally(cause);
    }
  }

  /** However the run was completed, by its job or by somebody who has waited for long enough. */
  private void letGo(Job job, OutputCollection output) {
    output.cancel(true);
    if (!hasEnded) {
      stop(job);
    }
  }

  /** Whoever asked for the run does not know its job: nobody else would stop it. */
  private void stop(Job job) {
    var unused = jobs.requestStop(job.id());
  }

  private static Throwable cause(Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    return cause == null ? failed : cause;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
