package io.processmanager.adapters.grpc.server;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A call whose answer a stage will have one day. No thread waits for it; a client that goes away
 * cancels the stage, which ends the wait and nothing else.
 */
final class Wait<T, A> implements LongCall {

  private final CompletableFuture<T> future;
  private final ServerCallStreamObserver<A> client;
  private final LongCalls calls;
  private final AtomicBoolean answered = new AtomicBoolean();

  private Wait(CompletableFuture<T> future, ServerCallStreamObserver<A> client, LongCalls calls) {
    this.future = future;
    this.client = client;
    this.calls = calls;
  }

  /** Answers {@code client} with what {@code answer} makes of the stage's result. */
  static <T, A> void forResult(
      CompletableFuture<T> future,
      Function<T, A> answer,
      ServerCallStreamObserver<A> client,
      LongCalls calls) {
    Wait<T, A> wait = new Wait<>(future, client, calls);
    client.setOnCancelHandler(wait::clientGone);
    calls.add(wait);
    var unused = future.thenApply(answer).whenComplete(wait::complete);
  }

  private void complete(A answer, Throwable failure) {
    calls.remove(this);
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    if (failure == null) {
      client.onNext(answer);
      client.onCompleted();
    } else {
      client.onError(Answers.failure(failure));
    }
  }

  private void clientGone() {
    answered.set(true);
    future.cancel(true);
    calls.remove(this);
  }

  @Override
  public void endForShutdown() {
    if (answered.compareAndSet(false, true)) {
      StatusRuntimeException reason = Answers.shuttingDown();
      client.onError(reason);
      future.cancel(true);
    }
  }
}
