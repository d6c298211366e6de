package io.processmanager.ports.inbound;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.log.OutputLog;
import java.util.Objects;

/**
 * A job with what is kept of its output and what its leader is doing.
 *
 * @param job which one
 * @param output its output's size and the offsets kept
 * @param process its leader
 */
public record JobStatus(Job job, OutputLog output, ProcessStatus process) {

  /** Checks that nothing is null. */
  public JobStatus {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(process, "process");
  }
}
