package io.processmanager.domain.job;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a job is stopped where whoever stops it does not say otherwise, and when it is stopped though
 * nobody asks.
 *
 * <p><b>Shape.</b> Immutable.
 *
 * <p><b>Source.</b> Contract JOB-120 and following.
 *
 * @param signal what asks the job to end
 * @param grace how long it may take to end by itself; from zero, which kills at once, to {@link
 *     #LONGEST_GRACE}
 * @param maximumRunTime how long it may run before it is stopped, on a clock that nobody sets; a
 *     stop that is under way by then gets no more patience than {@code grace}. More than zero, at
 *     most {@link #LONGEST_RUN_TIME}; empty for as long as it likes
 */
public record StopPolicy(Signal signal, Duration grace, Optional<Duration> maximumRunTime) {

  /** How long a job may take to end by itself, unless something else is said: 3 s. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(3);

  /** The longest grace period: 1 hour. */
  public static final Duration LONGEST_GRACE = Duration.ofHours(1);

  /** The longest maximum run time: 10,000 days. */
  public static final Duration LONGEST_RUN_TIME = Duration.ofDays(10_000);

  private static final StopPolicy DEFAULTS =
      new StopPolicy(Signal.TERM, DEFAULT_GRACE, Optional.empty());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException {@code grace} or {@code maximumRunTime} is out of range
   */
  public StopPolicy {
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(grace, "grace");
    Objects.requireNonNull(maximumRunTime, "maximumRunTime");
    if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
      throw new IllegalArgumentException(
          "a grace period of " + grace + " is not between 0 and " + LONGEST_GRACE);
    }
    maximumRunTime.ifPresent(StopPolicy::requireRunTime);
  }

  private static void requireRunTime(Duration runTime) {
    if (runTime.isZero() || runTime.isNegative() || runTime.compareTo(LONGEST_RUN_TIME) > 0) {
      throw new IllegalArgumentException(
          "a maximum run time of "
              + runTime
              + " is not more than 0 and at most "
              + LONGEST_RUN_TIME.toDays()
              + " days");
    }
  }

  /** {@return a policy of SIGTERM, 3 s, and no maximum run time} */
  public static StopPolicy defaults() {
    return DEFAULTS;
  }

  /**
   * {@return this policy with another signal}
   *
   * @param newSignal what asks the job to end
   */
  public StopPolicy withSignal(Signal newSignal) {
    return new StopPolicy(newSignal, grace, maximumRunTime);
  }

  /**
   * {@return this policy with another grace period}
   *
   * @param newGrace how long it may take to end by itself
   */
  public StopPolicy withGrace(Duration newGrace) {
    return new StopPolicy(signal, newGrace, maximumRunTime);
  }

  /**
   * {@return this policy with a maximum run time}
   *
   * @param newMaximum how long it may run
   */
  public StopPolicy withMaximumRunTime(Duration newMaximum) {
    return new StopPolicy(signal, grace, Optional.of(newMaximum));
  }
}
