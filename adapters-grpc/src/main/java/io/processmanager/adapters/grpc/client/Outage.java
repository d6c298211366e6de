package io.processmanager.adapters.grpc.client;

import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that a stream is without a connection.
 *
 * <p><b>Threading.</b> None of its own: whoever has it guards it.
 */
final class Outage {

  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final long sinceNanos = System.nanoTime();
  private final Reconnect reconnect;
  private JobsException lastFailure;
  private int tries;
  private @Nullable Long connectedNanos;
  private Future<?> nextTry = CompletableFuture.completedFuture(null);
  private Future<?> end = nextTry;

  Outage(Reconnect reconnect, JobsException cause) {
    this.reconnect = reconnect;
    this.lastFailure = cause;
  }

  /** How long the next try waits: a random part of the longest delay, "full jitter". */
  Duration nextDelay() {
    long longest = TimeUnit.NANOSECONDS.convert(reconnect.longestDelay(tries++));
    long bound = longest == Long.MAX_VALUE ? longest : longest + 1;
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(bound));
  }

  /** What is left of the time without a connection. */
  Duration untilGivenUp() {
    Duration left = reconnect.giveUpAfter().minusNanos(System.nanoTime() - sinceNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  void failedAgain(JobsException failure) {
    lastFailure = failure;
  }

  void nextTry(Future<?> timer) {
    nextTry = timer;
  }

  void end(Future<?> timer) {
    end = timer;
  }

  /** Takes back what has been set to happen. */
  void over() {
    nextTry.cancel(false);
    end.cancel(false);
  }

  /** There is a connection, which may be lost again soon. */
  void connected() {
    connectedNanos = System.nanoTime();
  }

  /** Whether the connection that ended this has lasted for long enough to count as one. */
  boolean isLongOver() {
    Long connected = connectedNanos;
    return connected != null
        && Duration.ofNanos(System.nanoTime() - connected).compareTo(reconnect.largestDelay()) > 0;
  }

  /** From when on. */
  Instant since() {
    return since;
  }

  /**
   * Why it is given up.
   *
   * @param standing where somebody else would go on
   */
  JobsException givenUp(CallFailures failures, String standing) {
    return new JobsException.Unavailable(
        "the connection to the worker at "
            + failures.address()
            + " was lost at "
            + since
            + (connectedNanos == null
                ? " and there has been none for "
                : " and none has lasted for ")
            + TimeUnit.MILLISECONDS.convert(reconnect.giveUpAfter()) / 1000.0
            + " s; "
            + standing
            + "; the last failure: "
            + lastFailure.getMessage(),
        lastFailure);
  }
}
