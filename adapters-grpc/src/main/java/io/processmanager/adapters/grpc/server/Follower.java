package io.processmanager.adapters.grpc.server;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a job's output to one client, a few items at a time: more are asked for when the
 * transport can take them, so that a client that reads slowly or not at all holds a bounded few.
 *
 * <p><b>Threading.</b> Signals come from the job's side, readiness and cancellation from the
 * client's, the shutdown from the server's. What is written to the client is written under this
 * object's lock; the only other thing done under it is counting.
 */
final class Follower implements Flow.Subscriber<OutputItem>, LongCall {

  /**
   * How many bytes may wait in the transport before it counts as busy. Less, and each large item
   * waits for a hand-over between threads; more, and each client that has stopped reading costs as
   * much.
   */
  private static final int READY_BELOW_BYTES = 192 << 10;

  /** How many items may be on their way from the job's side. */
  private static final int MOST_ASKED_FOR = 4;

  private final ServerCallStreamObserver<ReadOutputResponse> client;
  private final LongCalls calls;
  private volatile Flow.@Nullable Subscription subscription;

  // Guarded by this.
  private int askedFor;
  private boolean over;

  private Follower(ServerCallStreamObserver<ReadOutputResponse> client, LongCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /**
   * Sends what {@code output} publishes to {@code client}, until either of them has had enough.
   *
   * @param begin finds where the output begins, which the client is told first
   * @param output what there is from an offset on
   * @param searches where {@code begin} is run
   */
  static void follow(
      LongSupplier begin,
      LongFunction<Flow.Publisher<OutputItem>> output,
      Executor searches,
      ServerCallStreamObserver<ReadOutputResponse> client,
      LongCalls calls) {
    Follower follower = new Follower(client, calls);
    client.setOnReadyThreshold(READY_BELOW_BYTES);
    client.setOnReadyHandler(follower::askIfReady);
    client.setOnCancelHandler(follower::leave);
    calls.add(follower);
    searches.execute(() -> follower.begin(begin, output));
  }

  private void begin(LongSupplier begin, LongFunction<Flow.Publisher<OutputItem>> output) {
    if (isOver()) {
      return;
    }
    try {
      long offset = begin.getAsLong();
      Flow.Publisher<OutputItem> items = output.apply(offset);
      synchronized (this) {
        if (over) {
          return;
        }
        client.onNext(OutputMapping.begin(offset));
      }
      items.subscribe(this);
    } catch (RuntimeException | Error failure) {
      end(Answers.failure(failure));
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    if (isOver()) {
      given.cancel();
    } else {
      askIfReady();
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private void askIfReady() {
    Flow.Subscription current = subscription;
    int more = current == null ? 0 : countMore();
    if (current != null && more > 0) {
      current.request(more);
    }
  }

  /** By the half and more at once: each demand may cost a hand-over between threads. */
  private synchronized int countMore() {
    if (over || askedFor > MOST_ASKED_FOR / 2 || !client.isReady()) {
      return 0;
    }
    int more = MOST_ASKED_FOR - askedFor;
    askedFor = MOST_ASKED_FOR;
    return more;
  }

  @Override
  public void onNext(OutputItem item) {
    synchronized (this) {
      if (over) {
        return;
      }
      OutputMapping.toWire(item, client::onNext);
      askedFor--;
    }
    // The transport may have become ready since it was written to: whoever comes second asks.
    askIfReady();
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
