package io.processmanager.ports.inbound;

import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Thoroughness;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer to a stop, the same for all who wait for it together.
 *
 * @param state the job's state when the answer was given: ended, or still stopping if the kill is
 *     {@linkplain Thoroughness#KILL_PENDING pending}
 * @param killed whether anything of it, its leader or what that left behind, had to be sent SIGKILL
 * @param thoroughness how sure it is that nothing of the job runs any more
 */
public record StopOutcome(JobState state, boolean killed, Thoroughness thoroughness) {

  /**
   * Checks that the state is one that a stop can end with.
   *
   * @throws IllegalArgumentException the job still runs, or is being stopped though no kill is
   *     pending
   */
  public StopOutcome {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(thoroughness, "thoroughness");
    boolean pending = thoroughness == Thoroughness.KILL_PENDING;
    if (state instanceof JobState.Running || (state instanceof JobState.Stopping && !pending)) {
      throw new IllegalArgumentException(
          "a job whose state is " + state + " is no " + thoroughness + " outcome of a stop");
    }
  }

  /** {@return how the job ended; empty if its leader has not, because the kill is pending} */
  public Optional<JobState.Ended> end() {
    return state instanceof JobState.Ended ended ? Optional.of(ended) : Optional.empty();
  }
}
