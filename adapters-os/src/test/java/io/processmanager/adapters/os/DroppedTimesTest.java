package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where what was dropped may have been captured. */
final class DroppedTimesTest {

  private final DroppedTimes times = new DroppedTimes();

  @Test
  void stretchThatBeganBeforeATimeMayHoldIt() {
    times.note(0, 1, 3);
    times.note(10, 4, 6);
    times.note(20, 7, 9);

    assertThat(times.offsetBefore(5)).isEqualTo(10);
    assertThat(times.hasSince(9)).isTrue();
    assertThat(times.hasSince(10)).isFalse();
  }

  @Test
  void stretchesOfTheSameMillisecondAllBelongToIt() {
    times.note(0, 1, 5);
    times.note(10, 5, 5);
    times.note(20, 5, 5);

    assertThat(times.offsetBefore(5)).isZero();
  }

  @Test
  void moreStretchesThanAreRememberedLeaveAnEarlierOffset() {
    for (int i = 0; i < 1000; i++) {
      times.note(10 * i, i, i);
    }

    for (int time = 0; time < 1000; time++) {
      assertThat(times.offsetBefore(time)).isBetween(0L, 10L * time);
    }
    assertThat(times.offsetBefore(999)).isGreaterThan(9000);
  }
}
