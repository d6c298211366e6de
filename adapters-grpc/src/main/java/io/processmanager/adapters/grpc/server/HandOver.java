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

/**
 * Takes each call from its connection's thread to one that may block, once, when its request has
 * come whole. gRPC by itself does so when a call begins and when its request comes, with a way back
 * between: two threads that are woken before the first of them does anything.
 *
 * <p><b>Threading.</b> A call is begun, and its request read, on its connection's thread; all that
 * it is told after that comes in turn, on the executor's threads.
 */
final class HandOver implements ServerInterceptor {

  private final Executor threads;

  /**
   * @param threads where calls are handled
   */
  HandOver(Executor threads) {
    this.threads = threads;
  }

  @Override
  public <R, A> ServerCall.Listener<R> interceptCall(
      ServerCall<R, A> call, Metadata headers, ServerCallHandler<R, A> next) {
    return new HandedOver<>(call, next.startCall(call, headers), threads);
  }

  private static final class HandedOver<R> extends ServerCall.Listener<R> {

    private final ServerCall.Listener<R> handler;
    private final Executor threads;
    private final SynchronizationContext inTurn;
    private final MethodDescriptor.MethodType type;
    private volatile boolean requestIsWhole;

    HandedOver(ServerCall<R, ?> call, ServerCall.Listener<R> handler, Executor threads) {
      this.handler = handler;
      this.threads = threads;
      this.inTurn = new SynchronizationContext((thread, failure) -> fail(call, failure));
      this.type = call.getMethodDescriptor().getType();
      this.requestIsWhole = !type.clientSendsOneMessage();
    }

    /** A handler that throws answers nothing by itself, and its client would wait. */
    private static void fail(ServerCall<?, ?> call, Throwable failure) {
      StatusRuntimeException answer = Answers.failure(failure);
      Metadata trailers = answer.getTrailers();
      call.close(answer.getStatus(), trailers == null ? new Metadata() : trailers);
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
      later(handler::onHalfClose);
      handOver();
    }

    @Override
    public void onReady() {
      later(handler::onReady);
      if (requestIsWhole && !isUnary()) {
        handOver();
      }
    }

    @Override
    public void onCancel() {
      later(handler::onCancel);
      handOver();
    }

    @Override
    public void onComplete() {
      later(handler::onComplete);
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
