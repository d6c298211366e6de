package io.processmanager.domain.job;

import io.processmanager.domain.owner.Owner;
import java.util.Objects;

/**
 * A job at one moment: a process started through process-manager, with everything it forked.
 *
 * @param id its name
 * @param owner who started it
 * @param spec what it was started with
 * @param state where it was in its life
 */
public record Job(JobId id, Owner owner, JobSpec spec, JobState state) {

  /** Checks that nothing is null. */
  public Job {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(state, "state");
  }

  /**
   * {@return the same job at a later moment}
   *
   * @param newState where the job is then
   * @throws IllegalStateException no way leads from this job's state to {@code newState}
   */
  public Job in(JobState newState) {
    if (!state.mayBecome(newState)) {
      throw new IllegalStateException("job " + id + " cannot go from " + state + " to " + newState);
    }
    return new Job(id, owner, spec, newState);
  }
}
