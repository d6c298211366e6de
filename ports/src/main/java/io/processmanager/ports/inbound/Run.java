package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * One job from its start to its end, with its output. It belongs to the run alone: when nobody
 * waits for the run any more, or its output is lost to it, the job is stopped.
 */
final class Run extends CompletableFuture<RunResult> {

  private final Jobs jobs;
  private final Job job;
  private final OutputCollection output;
  private volatile boolean hasEnded;

  private Run(Jobs jobs, Job job, OutputCollection output) {
    this.jobs = jobs;
    this.job = job;
    this.output = output;
  }

  /** Starts the job. A refusal to do so is the run's own. */
  static CompletableFuture<RunResult> begin(Jobs jobs, JobSpec spec, long outputLimitBytes) {
    OutputCollection.requireLimit(outputLimitBytes);
    Job job;
    try {
      job = jobs.start(spec);
    } catch (JobsException refusal) {
      return failedFuture(refusal);
    }
    Run run = new Run(jobs, job, OutputCollection.begin(jobs, job.id(), outputLimitBytes));
    run.follow();
    return run;
  }

  private void follow() {
    var unused = output.thenCompose(this::ended).whenComplete(this::over);
    var unusedToo = whenComplete((result, failed) -> letGo());
  }

  private CompletionStage<RunResult> ended(OutputCollection.Collected collected) {
    return collected
        .end()
        .map(end -> (CompletionStage<JobState.Ended>) completedFuture(end))
        .orElseGet(() -> jobs.onExit(job.id()))
        .thenApply(end -> new RunResult(job.in(end), collected.output()));
  }

  private void over(RunResult result, Throwable failed) {
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
  private void letGo() {
    output.cancel(true);
    if (!hasEnded) {
      stop();
    }
  }

  private static Throwable cause(Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
    return cause == null ? failed : cause;
  }

  /** Whoever asked for the run does not know its job: nobody else would stop it. */
  private void stop() {
    var unused = jobs.requestStop(job.id());
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
