package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a reader waits, however long it is told to. */
class ReconnectTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
  private static final Duration A_YEAR = Duration.ofDays(365);

  @Test
  void delaysDoubleUpToTheLargest() {
    Reconnect reconnect = Reconnect.defaults();

    List<Long> delays =
        IntStream.range(0, 8).mapToObj(tries -> reconnect.longestDelay(tries).toMillis()).toList();

    assertThat(delays).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
    assertThat(reconnect.longestDelay(Integer.MAX_VALUE)).hasSeconds(5);
  }

  @Test
  void delaysDoubleUpToForever() {
    Reconnect reconnect = new Reconnect(Duration.ofNanos(3), FOREVER, FOREVER);

    assertThat(reconnect.longestDelay(1)).isEqualTo(Duration.ofNanos(6));
    assertThat(reconnect.longestDelay(1_000)).isEqualTo(FOREVER);
    assertThat(new Reconnect(FOREVER, FOREVER, FOREVER).longestDelay(1)).isEqualTo(FOREVER);
  }

  @Test
  void triesWaitForARandomPartOfTheDelay() {
    Outage outage = outage(new Reconnect(Duration.ofMillis(1), Duration.ofMillis(4), A_YEAR));

    List<Duration> delays = Stream.generate(outage::nextDelay).limit(200).toList();

    assertThat(delays.get(0)).isLessThanOrEqualTo(Duration.ofMillis(1));
    assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofMillis(4)) <= 0);
    assertThat(delays).anyMatch(delay -> delay.compareTo(Duration.ofMillis(2)) > 0);
    assertThat(delays.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void triesMayWaitForLongerThanIsCounted() {
    Outage outage = outage(new Reconnect(FOREVER, FOREVER, FOREVER));

    assertThat(outage.nextDelay()).isPositive();
    assertThat(outage.untilGivenUp()).isGreaterThan(A_YEAR);
    try (Retries retries = new Retries()) {
      retries.after(FOREVER, () -> {}).cancel(false);
    }
  }

  private static Outage outage(Reconnect reconnect) {
    return new Outage(reconnect, new JobsException.Unavailable("gone", null));
  }

  @Test
  void oneOfManyThatTryWithinADelayIsTheFirst() {
    try (Retries retries = new Retries()) {
      assertThat(retries.isFirstWithin(FOREVER)).isTrue();
      assertThat(retries.isFirstWithin(A_YEAR)).isFalse();
      assertThat(retries.isFirstWithin(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void oneThatThrowsAtTheEndHoldsUpNoOther() {
    AtomicInteger told = new AtomicInteger();
    Retries retries = new Retries();
    for (int i = 0; i < 5; i++) {
      retries.whenClosed(
          () -> {
            told.incrementAndGet();
            throw new IllegalStateException("a subscriber throws");
          });
    }

    retries.close();

    assertThat(told).hasValue(5);
  }
}
