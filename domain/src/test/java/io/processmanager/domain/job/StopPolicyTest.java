package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopPolicyTest {

  private static final StopPolicy DEFAULTS = StopPolicy.defaults();
  private static final Duration SHORTEST = Duration.ofNanos(1);

  @Test
  void aJobIsStoppedWithSigtermAndThreeSecondsAndNeverForItsTime() {
    assertThat(DEFAULTS)
        .isEqualTo(new StopPolicy(Signal.TERM, Duration.ofSeconds(3), Optional.empty()));
  }

  @Test
  void eachChangeMakesANewPolicyAndKeepsTheRest() {
    StopPolicy changed =
        DEFAULTS
            .withSignal(Signal.INT)
            .withGrace(Duration.ofMinutes(1))
            .withMaximumRunTime(Duration.ofHours(2));

    assertThat(changed)
        .isEqualTo(
            new StopPolicy(Signal.INT, Duration.ofMinutes(1), Optional.of(Duration.ofHours(2))));
    assertThat(changed.withSignal(Signal.HUP).maximumRunTime()).contains(Duration.ofHours(2));
    assertThat(changed.withMaximumRunTime(SHORTEST).grace()).isEqualTo(Duration.ofMinutes(1));
    assertThat(DEFAULTS).isEqualTo(StopPolicy.defaults());
  }

  @Test
  void aGracePeriodIsFromNothingToAnHour() {
    assertThat(DEFAULTS.withGrace(Duration.ZERO).grace()).isZero();
    assertThat(DEFAULTS.withGrace(Duration.ofHours(1)).grace()).isEqualTo(Duration.ofHours(1));
    refused(
        "a grace period of PT-0.000000001S is not between 0 and PT1H",
        () -> DEFAULTS.withGrace(SHORTEST.negated()));
    refused(
        "a grace period of PT1H0.000000001S is not between 0 and PT1H",
        () -> DEFAULTS.withGrace(StopPolicy.LONGEST_GRACE.plusNanos(1)));
  }

  @Test
  void aMaximumRunTimeIsMoreThanNothingAndAtMostTenThousandDays() {
    assertThat(DEFAULTS.withMaximumRunTime(SHORTEST).maximumRunTime()).contains(SHORTEST);
    assertThat(DEFAULTS.withMaximumRunTime(Duration.ofDays(10_000)).maximumRunTime())
        .contains(StopPolicy.LONGEST_RUN_TIME);
    refused(
        "a maximum run time of PT0S is not more than 0 and at most 10000 days",
        () -> DEFAULTS.withMaximumRunTime(Duration.ZERO));
    refused(
        "a maximum run time of PT-1S is not more than 0 and at most 10000 days",
        () -> DEFAULTS.withMaximumRunTime(Duration.ofSeconds(-1)));
    refused(
        "a maximum run time of PT240000H0.000000001S is not more than 0 and at most 10000 days",
        () -> DEFAULTS.withMaximumRunTime(StopPolicy.LONGEST_RUN_TIME.plusNanos(1)));
  }

  /** Timers count nanoseconds in 63 bits. */
  @Test
  void theLongestTimesFitIntoATimer() {
    assertThat(StopPolicy.LONGEST_RUN_TIME.plus(StopPolicy.LONGEST_GRACE).toNanos()).isPositive();
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    missing("signal", () -> new StopPolicy(null, SHORTEST, Optional.empty()));
    missing("grace", () -> new StopPolicy(Signal.TERM, null, Optional.empty()));
  }

  private static void refused(String message, Runnable making) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessage(message);
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
