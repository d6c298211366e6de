package io.processmanager.benchmark;

import io.processmanager.domain.job.JobSpec;
import java.time.Duration;

/**
 * The compiled {@code ticker.c}: a program that prints when it prints.
 *
 * @param program its path
 */
record Ticker(String program) {

  /** A job that prints {@code count} lines of {@code lineBytes} at a steady rate. */
  JobSpec lines(int count, Duration interval, int lineBytes) {
    return JobSpec.of(
        program,
        Integer.toString(count),
        Long.toString(interval.toNanos() / 1_000),
        Integer.toString(lineBytes));
  }
}
