package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls with one answer. Once the worker has been reached, a call whose connection is lost may be
 * sent again, on the terms of {@link Reconnect}.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Calls {

  private final Streams streams;
  private final Duration callTimeout;
  private final Orders orders = new Orders();

  /**
   * @param callTimeout how long all tries of a call together may take that waits for no job
   */
  Calls(Streams streams, Duration callTimeout) {
    this.streams = streams;
    this.callTimeout = callTimeout;
  }

  Streams streams() {
    return streams;
  }

  /** Asks what may be asked any number of times. */
  <Q, A, T> T ask(MethodDescriptor<Q, A> method, Q request, Function<A, T> decode) {
    return ask((channel, options) -> askOnce(channel, options, method, request, decode));
  }

  /** Does what may be done any number of times. */
  <T> T ask(Tries.Question<T> question) {
    return new Tries<>(this, question, callTimeout).answer();
  }

  /**
   * Asks what may be asked any number of times, for {@code longest} at most.
   *
   * @return empty if there was no answer by then
   */
  <Q, A, T> Optional<T> askFor(
      Duration longest, MethodDescriptor<Q, A> method, Q request, Function<A, T> decode) {
    Duration allowed = longest.compareTo(callTimeout) < 0 ? longest : callTimeout;
    return new Tries<T>(
            this, (channel, options) -> askOnce(channel, options, method, request, decode), allowed)
        .answerInTime();
  }

  /** Asks for what must not be done twice. */
  <Q, A, T> T askOnce(MethodDescriptor<Q, A> method, Q request, Function<A, T> decode) {
    try {
      return askOnce(channelForShortCalls(), within(callTimeout), method, request, decode);
    } catch (StatusRuntimeException failure) {
      throw refusal(failure, callTimeout);
    }
  }

  private <Q, A, T> T askOnce(
      Channel channel,
      CallOptions options,
      MethodDescriptor<Q, A> method,
      Q request,
      Function<A, T> decode) {
    // Not by a call made here, whose answer another thread would take and hand over.
    return decoded(ClientCalls.blockingUnaryCall(channel, method, options, request), decode);
  }

  /**
   * Asks what may be asked any number of times, without a thread that waits, for as long as it
   * takes. Whatever completes the future ends the call.
   */
  <Q, A, T> CompletableFuture<T> await(
      MethodDescriptor<Q, A> method, Q request, Function<A, T> decode) {
    Call<Q, A, T> call = new Call<>(this, method, request, decode, null);
    CompletableFuture<T> answer = call.send();
    var unused = answer.whenComplete((value, failure) -> call.end());
    return answer;
  }

  /**
   * Has done what may be asked for any number of times, without a thread that waits. Whatever
   * completes the future, the call goes on.
   *
   * @param allowed how long all tries together are given
   */
  <Q, A, T> CompletableFuture<T> order(
      MethodDescriptor<Q, A> method, Q request, Function<A, T> decode, Duration allowed) {
    Call<Q, A, T> call = new Call<>(this, method, request, decode, allowed);
    orders.add(call);
    return call.send();
  }

  /**
   * Waits until all that has been {@linkplain #order ordered} is over, with what was ordered when
   * the answers came. That it was sent is no sign that it has arrived: a worker drops the request
   * of a call that is reset right behind it. An interrupt is kept for later: whom it ends has often
   * just ordered something.
   *
   * @param longest how long to wait at most
   */
  void awaitOrders(Duration longest) {
    orders.await(longest);
  }

  /**
   * What an answer says.
   *
   * @throws JobsException.Failed nothing can be made of it
   */
  <A, T> T decoded(A answer, Function<A, T> decode) {
    try {
      return decode.apply(answer);
    } catch (JobsException | IllegalArgumentException unreadable) {
      throw unreadable(unreadable);
    }
  }

  JobsException unreadable(RuntimeException cause) {
    return streams.failures().unreadable(cause);
  }

  JobsException refusal(StatusRuntimeException failure, @Nullable Duration allowed) {
    return streams.failures().toRefusal(failure, allowed);
  }

  Channel channelForShortCalls() {
    return streams.channels().forShortCalls();
  }

  /** Waits before the next try. */
  void pause(Duration time) {
    try {
      if (streams.retries().isClosedWithin(time)) {
        throw streams.failures().clientClosed();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new JobsException.Failed(
          "the call was interrupted; what was asked for may have been done", interrupted);
    }
    streams.dropChannelsBackoff(time);
  }

  /**
   * A duration of more nanoseconds than a {@code long} holds counts as the longest that it does.
   */
  CallOptions within(Duration allowed) {
    return CallOptions.DEFAULT
        .withStreamTracerFactory(streams.attempt())
        .withDeadlineAfter(TimeUnit.NANOSECONDS.convert(allowed), TimeUnit.NANOSECONDS);
  }
}
