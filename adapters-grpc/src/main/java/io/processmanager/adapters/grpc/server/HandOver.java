package io.processmanager.adapters.grpc.server;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Takes each call from its connection's thread to one that may block, once, when its request has
 * come whole. gRPC by itself does so when a call begins and when its request comes, with a way back
 * between: two threads that are woken before the first of them does anything.
 *
 * <p>While no thread is free, a call is begun by the one that will come to it, and its request is
 * not read before: what waits is bounded by the flow control of its connection. What was given up
 * before its turn is not begun at all.
 *
 * <p><b>Threading.</b> A call is begun, and its request read, on its connection's thread or one of
 * the executor's; all that it is told after that comes in turn, on the executor's threads.
 */
final class HandOver implements ServerInterceptor {

  private final ThreadPoolExecutor threads;

  /**
   * @param threads where calls are handled
   */
  HandOver(ThreadPoolExecutor threads) {
    this.threads = threads;
  }

  @Override
  public <R, A> ServerCall.Listener<R> interceptCall(
      ServerCall<R, A> call, Metadata headers, ServerCallHandler<R, A> next) {
    HandedOver<R> handedOver = new HandedOver<>(call, threads);
    Runnable beginning = () -> handedOver.handler = next.startCall(call, headers);
    if (threads.getQueue().isEmpty()) {
      beginning.run();
    } else {
      handedOver.later(beginning);
      handedOver.handOver();
    }
    return handedOver;
  }

  private static final class HandedOver<R> extends ServerCall.Listener<R> {

    private final ServerCall<R, ?> call;
    private final Executor threads;
    private final SynchronizationContext inTurn;
    private final MethodDescriptor.MethodType type;
    private volatile boolean requestIsWhole;

    /** Nobody, until the call has begun; set before anything that comes in turn. */
    private volatile ServerCall.Listener<R> handler = new ServerCall.Listener<>() {};

    HandedOver(ServerCall<R, ?> call, Executor threads) {
      this.call = call;
      this.threads = threads;
      this.inTurn = new SynchronizationContext((thread, failure) -> fail(failure));
      this.type = call.getMethodDescriptor().getType();
      this.requestIsWhole = !type.clientSendsOneMessage();
    }

    /** A handler that throws answers nothing by itself, and its client would wait. */
    private void fail(Throwable failure) {
      StatusRuntimeException answer = Answers.failure(failure);
      Metadata trailers = answer.getTrailers();
      try {
        call.close(answer.getStatus(), trailers == null ? new Metadata() : trailers);
      } catch (IllegalStateException answeredBefore) {
        // What else it is to be told must not be lost with this.
      }
    }

    @Override
    public void onMessage(R message) {
      later(() -> handler.onMessage(message));
      if (requestIsWhole) {
        handOver();
      }
    }

    @Override
    public void onHalfClose() {
      requestIsWhole = true;
      later(this::begin);
      handOver();
    }

    /** Whoever has given it up would never learn what it has done. */
    private void begin() {
      if (!call.isCancelled()) {
        handler.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      later(() -> handler.onReady());
      if (requestIsWhole && !isUnary()) {
        handOver();
      }
    }

    @Override
    public void onCancel() {
      later(() -> handler.onCancel());
      handOver();
    }

    @Override
    public void onComplete() {
      later(() -> handler.onComplete());
      if (!isUnary()) {
        handOver();
      }
    }

    /** One answer is sent without a look at how ready the client is, and nothing is left to do. */
    private boolean isUnary() {
      return type == MethodDescriptor.MethodType.UNARY;
    }

    private void later(Runnable telling) {
      inTurn.executeLater(Context.current().wrap(telling));
    }

    private void handOver() {
      threads.execute(inTurn::drain);
    }
  }
}
