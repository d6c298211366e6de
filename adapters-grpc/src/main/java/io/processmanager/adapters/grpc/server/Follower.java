package io.processmanager.adapters.grpc.server;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries a job's output to one client, an item at a time: the next one is asked for when the
 * transport can take it, so that a client that reads slowly or not at all holds one item at most.
 *
 * <p><b>Threading.</b> Signals come from the job's side, readiness and cancellation from the
 * client's, the shutdown from the server's. What is written to the client is written under this
 * object's lock; nothing else is done under it.
 */
final class Follower implements Flow.Subscriber<OutputItem>, LongCall {

  private final ServerCallStreamObserver<ReadOutputResponse> client;
  private final LongCalls calls;
  private final AtomicBoolean awaitingItem = new AtomicBoolean();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean over;

  private Follower(ServerCallStreamObserver<ReadOutputResponse> client, LongCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** Sends what {@code output} publishes to {@code client}, until either of them has had enough. */
  static void follow(
      Flow.Publisher<OutputItem> output,
      ServerCallStreamObserver<ReadOutputResponse> client,
      LongCalls calls) {
    Follower follower = new Follower(client, calls);
    client.setOnReadyHandler(follower::requestIfReady);
    client.setOnCancelHandler(follower::leave);
    calls.add(follower);
    output.subscribe(follower);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    if (over) {
      given.cancel();
    } else {
      requestIfReady();
    }
  }

  private void requestIfReady() {
    Flow.Subscription current = subscription;
    if (current != null && !over && client.isReady() && awaitingItem.compareAndSet(false, true)) {
      current.request(1);
    }
  }

  @Override
  public void onNext(OutputItem item) {
    synchronized (this) {
      if (over) {
        return;
      }
      OutputMapping.toWire(item, client::onNext);
    }
    // The transport may have become ready since it was written to: whoever comes second asks.
    awaitingItem.set(false);
    requestIfReady();
  }

  @Override
  public void onError(Throwable failure) {
    end(Answers.failure(failure));
  }

  @Override
  public void onComplete() {
    end(null);
  }

  @Override
  public void endForShutdown() {
    end(Answers.shuttingDown());
    cancel();
  }

  private void end(@Nullable StatusRuntimeException failure) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      if (failure == null) {
        client.onCompleted();
      } else {
        client.onError(failure);
      }
    }
    calls.remove(this);
  }

  private void leave() {
    synchronized (this) {
      over = true;
    }
    calls.remove(this);
    cancel();
  }

  private void cancel() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
