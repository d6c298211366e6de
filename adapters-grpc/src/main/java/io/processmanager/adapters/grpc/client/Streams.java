package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.wire.Refusals;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;

/**
 * What all streams and calls of a client share. Once there has been a connection to the worker, one
 * that is lost may be made again, on the terms of {@link Reconnect}; before that the address may be
 * wrong, and the caller is told at once.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Streams {

  private static final System.Logger LOG = System.getLogger(Streams.class.getName());

  private final Channels channels;
  private final CallFailures failures;
  private final Reconnect reconnect;
  private final ReconnectListener listener;
  private final Retries retries;
  private final Duration longestPause;
  private volatile boolean reached;

  /**
   * @param channels the way to the worker
   * @param failures tells why a call failed
   * @param reconnect how streams go on
   * @param listener is told how they go on
   * @param retries where they wait meanwhile
   * @param longestPause how long a reader may ask for nothing and keep its call
   */
  Streams(
      Channels channels,
      CallFailures failures,
      Reconnect reconnect,
      ReconnectListener listener,
      Retries retries,
      Duration longestPause) {
    this.channels = channels;
    this.failures = failures;
    this.reconnect = reconnect;
    this.listener = listener;
    this.retries = retries;
    this.longestPause = longestPause;
  }

  Channels channels() {
    return channels;
  }

  CallFailures failures() {
    return failures;
  }

  Reconnect reconnect() {
    return reconnect;
  }

  Retries retries() {
    return retries;
  }

  Duration longestPause() {
    return longestPause;
  }

  /** One more try, which notes when it reaches the worker. */
  Attempt attempt() {
    return new Attempt(() -> reached = true);
  }

  <Q, M> ClientCall<Q, M> newCall(MethodDescriptor<Q, M> method) {
    return channels.newCall(method, CallOptions.DEFAULT.withStreamTracerFactory(attempt()));
  }

  /**
   * Whether a stream or call that failed may go on with another one: the worker has been reached
   * before, the connection was lost, and no worker has said a word about it.
   */
  boolean mayGoOn(StatusRuntimeException failure) {
    return reached
        && reconnect.isOn()
        && !retries.isClosed()
        && failure.getStatus().getCode() == Status.Code.UNAVAILABLE
        && !Refusals.isAnswer(failure);
  }

  void tellLost(Progress<?, ?, ?> progress, JobsException cause, Duration untilNextTry) {
    tell(() -> progress.tellLost(listener, cause, untilNextTry));
  }

  void tellResumed(Progress<?, ?, ?> progress) {
    tell(() -> progress.tellResumed(listener));
  }

  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException brokenListener) {
      LOG.log(System.Logger.Level.WARNING, "a reconnect listener threw", brokenListener);
    }
  }

  /**
   * Has the next call try at once, however long a channel would wait by itself; unless another
   * stream has had it try meanwhile.
   *
   * @param waited how long the stream has waited
   */
  void dropChannelsBackoff(Duration waited) {
    if (retries.isFirstWithin(waited)) {
      channels.resetConnectBackoff();
    }
  }
}
