package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question that may be asked any number of times, and that the calling thread waits for. One
 * whose connection is lost is asked again, for as long as all tries together are given.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Tries<T> {

  private final Calls calls;
  private final Question<T> question;
  private final Duration allowed;
  private final long begun = System.nanoTime();
  private @Nullable Outage outage;
  private @Nullable JobsException lastRefusal;

  /** One try. */
  interface Question<T> {

    /**
     * Asks, and waits for the answer.
     *
     * @throws StatusRuntimeException there is no answer, or it is a refusal
     */
    T ask(Channel channel, CallOptions options);
  }

  /**
   * @param allowed how long all tries together are given
   */
  Tries(Calls calls, Question<T> question, Duration allowed) {
    this.calls = calls;
    this.question = question;
    this.allowed = allowed;
  }

  /**
   * The answer.
   *
   * @throws JobsException it is a refusal, or none came in time
   */
  T answer() {
    return answerInTime().orElseThrow(() -> Objects.requireNonNull(lastRefusal, "lastRefusal"));
  }

  /**
   * The answer; empty if the time was over first.
   *
   * @throws JobsException it is a refusal, or none can be had
   */
  Optional<T> answerInTime() {
    while (true) {
      try {
        return Optional.of(question.ask(calls.channelForShortCalls(), calls.within(left())));
      } catch (StatusRuntimeException failure) {
        JobsException refusal = calls.refusal(failure, allowed);
        lastRefusal = refusal;
        if (refusal instanceof JobsException.TimedOut) {
          return Optional.empty();
        }
        Duration delay = delay(failure, refusal);
        if (delay.compareTo(left()) >= 0) {
          return Optional.empty();
        }
        calls.pause(delay);
      }
    }
  }

  /** How long to wait before the next try, of which there may be one. */
  private Duration delay(StatusRuntimeException failure, JobsException refusal) {
    if (!calls.streams().mayGoOn(failure)) {
      throw refusal;
    }
    Outage present = outage;
    if (present == null) {
      present = new Outage(calls.streams().reconnect(), refusal);
      outage = present;
    }
    Duration delay = present.nextDelay();
    if (delay.compareTo(present.untilGivenUp()) >= 0) {
      throw refusal;
    }
    return delay;
  }

  private Duration left() {
    Duration left = allowed.minusNanos(System.nanoTime() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
