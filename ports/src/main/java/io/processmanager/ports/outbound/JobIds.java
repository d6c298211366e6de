package io.processmanager.ports.outbound;

import io.processmanager.domain.job.JobId;

/** Names new jobs. */
@FunctionalInterface
public interface JobIds {

  /** {@return a name that nobody can guess and that was never given before} Any thread. */
  JobId next();
}
