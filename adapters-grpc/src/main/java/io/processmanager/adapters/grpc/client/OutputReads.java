package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.wire.OutputMethod;
import io.processmanager.adapters.grpc.wire.Refusals;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.time.Duration;

/**
 * What all readers of a client share.
 *
 * @param channel the way to the worker
 * @param failures tells why a call failed
 * @param reconnect how readers go on
 * @param listener is told how they go on
 * @param retries where they wait meanwhile
 */
record OutputReads(
    ManagedChannel channel,
    CallFailures failures,
    Reconnect reconnect,
    ReconnectListener listener,
    Retries retries) {

  private static final System.Logger LOG = System.getLogger(OutputReads.class.getName());

  ClientCall<ReadOutputRequest, ReadOutputResponse> newCall() {
    return channel.newCall(OutputMethod.descriptor(), CallOptions.DEFAULT);
  }

  /**
   * Whether a reader whose call failed may go on with another one: the connection was lost, and no
   * worker has said a word about it.
   */
  boolean mayGoOn(StatusRuntimeException failure) {
    return reconnect.isOn()
        && !retries.isClosed()
        && failure.getStatus().getCode() == Status.Code.UNAVAILABLE
        && !Refusals.isAnswer(failure);
  }

  void tellLost(JobId job, long offset, JobsException cause, Duration untilNextTry) {
    tell(() -> listener.onConnectionLost(job, offset, cause, untilNextTry));
  }

  void tellResumed(JobId job, long offset) {
    tell(() -> listener.onResumed(job, offset));
  }

  private static void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException brokenListener) {
      LOG.log(System.Logger.Level.WARNING, "a reconnect listener threw", brokenListener);
    }
  }

  /**
   * Has the next call try at once, however long the channel would wait by itself; unless another
   * reader has had it try meanwhile.
   *
   * @param waited how long the reader has waited
   */
  void dropChannelsBackoff(Duration waited) {
    if (retries.isFirstWithin(waited)) {
      channel.resetConnectBackoff();
    }
  }
}
