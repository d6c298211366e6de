package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import java.util.Objects;

/**
 * A job that has run, and what it printed.
 *
 * @param job the job; it has ended
 * @param output what it printed, up to the limit that the run was given
 */
public record RunResult(Job job, CollectedOutput output) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException the job has not ended
   */
  public RunResult {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(output, "output");
    if (!(job.state() instanceof JobState.Ended)) {
      throw new IllegalArgumentException("job " + job.id() + " has not ended: " + job.state());
    }
  }

  /** {@return how and why the job ended} */
  public JobState.Ended end() {
    return (JobState.Ended) job.state();
  }

  /** {@return how its leader ended} */
  public Exit exit() {
    return end().exit();
  }

  /** {@return whether its leader ended with status 0, though it may have been stopped} */
  public boolean isSuccess() {
    return exit().isSuccess();
  }

  /**
   * {@return this result, for callers that cannot go on without success}
   *
   * @throws JobFailedException the leader did not end with status 0, or was stopped, for its time
   *     was over or because somebody asked: many programs end with status 0 then, with their work
   *     undone
   */
  public RunResult orThrow() {
    if (!isSuccess() || end().cause().followedStop()) {
      throw new JobFailedException(this);
    }
    return this;
  }
}
