package io.processmanager.adapters.grpc.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How a client goes on when its connection is lost: it makes another one. A reader of output reads
 * on at the offset where it was cut off, a watch behind its last event, and one of which nothing
 * has come yet begins anew. Waits and stops are sent again, and so are questions and starts; a
 * signal never is.
 *
 * <p>Before each try it waits for a random part of a delay that doubles from {@code firstDelay} to
 * {@code largestDelay}, so that the many streams of a worker that is back do not come all at once.
 * A connection that is lost again within {@code largestDelay}, and to a stream without a single
 * item, counts as none: delay and time run on. A call that is answered at once is given up when
 * {@link GrpcJobsBuilder#callTimeout} is over, if that comes first, and a stop at its own deadline.
 *
 * <p>Some failures are errors at once: what the worker answers, which is never taken for a lost
 * connection; a first connection that cannot be made, as the address may be wrong; and a loss to a
 * reader that has begun and does not follow: what it reads is what there was when it came, and a
 * later connection would find more.
 *
 * @param firstDelay the longest that the first try waits; positive
 * @param largestDelay what the delay grows to; not less than {@code firstDelay}
 * @param giveUpAfter how long there may be no connection; zero not to try at all
 */
public record Reconnect(Duration firstDelay, Duration largestDelay, Duration giveUpAfter) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException a time is negative, {@code firstDelay} is zero, or {@code
   *     largestDelay} is less than that
   */
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

  /**
   * {@return settings with up to 100 ms before the first try, up to 5 s before later ones, for 60
   * s}
   */
  public static Reconnect defaults() {
    return new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(60));
  }

  /** {@return settings that make a lost connection an error at once} */
  public static Reconnect never() {
    return new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ZERO);
  }

  /**
   * {@return these settings, but with no connection for {@code time} at most}
   *
   * @param time how long; not negative
   */
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
