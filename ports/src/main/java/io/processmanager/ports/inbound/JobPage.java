package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import java.util.List;
import java.util.Objects;

/**
 * Some of the jobs that a query selects.
 *
 * @param jobs the jobs, oldest start first
 * @param nextToken asks for the next page; empty on the last one
 */
public record JobPage(List<Job> jobs, String nextToken) {

  /** Copies the jobs. */
  public JobPage {
    jobs = List.copyOf(jobs);
    Objects.requireNonNull(nextToken, "nextToken");
  }

  /** {@return whether this page is the last} */
  public boolean isLast() {
    return nextToken.isEmpty();
  }
}
