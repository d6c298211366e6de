package io.processmanager.worker.wiring;

import java.time.Duration;
import java.util.Objects;

/**
 * How long ended jobs are kept with their output.
 *
 * @param jobs the most of them; behind that, of whoever has most, the ones that ended first go
 * @param time how long, where there are no more than that
 */
public record Retention(int jobs, Duration time) {

  public Retention {
    Objects.requireNonNull(time, "time");
  }
}
