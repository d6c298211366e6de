package io.processmanager.ports.inbound;

import io.processmanager.domain.job.JobState;
import java.util.Objects;

/**
 * The answer to a stop, the same for all who asked.
 *
 * @param end how the job ended
 * @param killed whether anything of it, its leader or what that left behind, had to be killed
 *     because the grace period was over
 */
public record StopOutcome(JobState.Ended end, boolean killed) {

  public StopOutcome {
    Objects.requireNonNull(end, "end");
  }
}
