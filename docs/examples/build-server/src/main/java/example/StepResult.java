package example;

import io.processmanager.domain.job.JobSpec;

/**
 * What became of a step.
 *
 * @param step the step
 * @param succeeded whether it ended with status 0
 * @param report how it ended, or why it was not started, and what it printed
 */
record StepResult(JobSpec step, boolean succeeded, String report) {

  @Override
  public String toString() {
    return step.program() + " " + String.join(" ", step.arguments()) + ": " + report.strip();
  }
}
