package io.processmanager.adapters.grpc.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How a reader of output goes on when its connection is lost: it makes another one and reads on at
 * the offset where it was cut off.
 *
 * <p>Before each try it waits for a random part of a delay that doubles from {@code firstDelay} to
 * {@code largestDelay}, so that the many readers of a worker that is back do not come all at once.
 * What the worker answers is never taken for a lost connection, and a first connection that cannot
 * be made is an error at once. So is a loss to a reader that does not follow: what it reads is what
 * there was when it came, and a later connection would find more. A connection that is lost again
 * within {@code largestDelay} and without a single item counts as none: delay and time run on.
 *
 * @param firstDelay the longest that the first try waits; positive
 * @param largestDelay what the delay grows to; not less than {@code firstDelay}
 * @param giveUpAfter how long there may be no connection; zero not to try at all
 */
public record Reconnect(Duration firstDelay, Duration largestDelay, Duration giveUpAfter) {

  public Reconnect {
    Objects.requireNonNull(firstDelay, "firstDelay");
    Objects.requireNonNull(largestDelay, "largestDelay");
    Objects.requireNonNull(giveUpAfter, "giveUpAfter");
    if (firstDelay.isNegative() || firstDelay.isZero()) {
      throw new IllegalArgumentException("firstDelay " + firstDelay + " is not positive");
    }
    if (largestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "largestDelay " + largestDelay + " is less than firstDelay " + firstDelay);
    }
    if (giveUpAfter.isNegative()) {
      throw new IllegalArgumentException("giveUpAfter " + giveUpAfter + " is negative");
    }
  }

  /** Up to 100 ms before the first try, up to 5 s before later ones, for 60 s. */
  public static Reconnect defaults() {
    return new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(60));
  }

  /** A connection that is lost is an error at once. */
  public static Reconnect never() {
    return new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ZERO);
  }

  /** These settings, but with no connection for {@code time} at most. */
  public Reconnect withGiveUpAfter(Duration time) {
    return new Reconnect(firstDelay, largestDelay, time);
  }

  boolean isOn() {
    return !giveUpAfter.isZero();
  }

  /** The longest wait before a try, of which there have been {@code triesBefore}. */
  Duration longestDelay(int triesBefore) {
    Duration delay = firstDelay;
    Duration half = largestDelay.dividedBy(2);
    for (int i = 0; i < triesBefore; i++) {
      if (delay.compareTo(half) > 0) {
        return largestDelay;
      }
      delay = delay.multipliedBy(2);
    }
    return delay;
  }
}
