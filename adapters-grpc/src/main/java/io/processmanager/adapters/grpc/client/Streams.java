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
 * What all streams of a client share.
 *
 * @param channels the way to the worker
 * @param failures tells why a call failed
 * @param reconnect how streams go on
 * @param listener is told how they go on
 * @param retries where they wait meanwhile
 */
record Streams(
    Channels channels,
    CallFailures failures,
    Reconnect reconnect,
    ReconnectListener listener,
    Retries retries) {

  private static final System.Logger LOG = System.getLogger(Streams.class.getName());

  <Q, M> ClientCall<Q, M> newCall(MethodDescriptor<Q, M> method) {
    return channels.newCall(method, CallOptions.DEFAULT);
  }

  /**
   * Whether a stream whose call failed may go on with another one: the connection was lost, and no
   * worker has said a word about it.
   */
  boolean mayGoOn(StatusRuntimeException failure) {
    return reconnect.isOn()
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
