package io.processmanager.adapters.grpc.server;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries what is published to one client, a few items at a time: more are asked for when the
 * transport can take them, so that a client that reads slowly or not at all holds a bounded few.
 *
 * <p><b>Threading.</b> Signals come from the publisher's side, readiness and cancellation from the
 * client's, the shutdown from the server's. What is written to the client is written under this
 * object's lock; the only other thing done under it is counting.
 */
final class Relay<T, M> implements Flow.Subscriber<T>, LongCall {

  /**
   * How many bytes may wait in the transport before it counts as busy. Less, and each large item
   * waits for a hand-over between threads; more, and each client that has stopped reading costs as
   * much. Of a few streams each may have the most; many share what all may have. gRPC takes it at
   * the beginning of a call alone.
   */
  private static final int MOST_WAITING_BYTES = 192 << 10;

  private static final int LEAST_WAITING_BYTES = 8 << 10;
  private static final int WAITING_IN_ALL_BYTES = 2 << 20;

  /** How many items may be on their way from the publisher's side; of many streams, one of each. */
  private static final int MOST_ASKED_FOR = 4;

  private static final int ASKED_FOR_IN_ALL = 256;

  private final BiConsumer<T, Consumer<M>> toWire;
  private final ServerCallStreamObserver<M> client;
  private final LongCalls calls;
  private volatile Flow.@Nullable Subscription subscription;

  // Guarded by this.
  private int askedFor;
  private boolean over;

  private Relay(
      BiConsumer<T, Consumer<M>> toWire, ServerCallStreamObserver<M> client, LongCalls calls) {
    this.toWire = toWire;
    this.client = client;
    this.calls = calls;
  }

  /**
   * Sends what is published to {@code client}, until either of them has had enough.
   *
   * @param opening finds what to send, or refuses
   * @param openings where {@code opening} is run
   * @param toWire hands an item's messages on
   */
  static <T, M> void relay(
      Supplier<Opened<T, M>> opening,
      Executor openings,
      BiConsumer<T, Consumer<M>> toWire,
      ServerCallStreamObserver<M> client,
      LongCalls calls) {
    Relay<T, M> relay = new Relay<>(toWire, client, calls);
    calls.add(relay);
    client.setOnReadyThreshold(
        share(WAITING_IN_ALL_BYTES, calls, LEAST_WAITING_BYTES, MOST_WAITING_BYTES));
    client.setOnReadyHandler(relay::askIfReady);
    client.setOnCancelHandler(relay::leave);
    openings.execute(() -> relay.begin(opening));
  }

  /**
   * What is sent.
   *
   * @param begin the first message
   * @param items what follows it
   */
  record Opened<T, M>(M begin, Flow.Publisher<T> items) {}

  private void begin(Supplier<Opened<T, M>> opening) {
    if (isOver()) {
      return;
    }
    try {
      Opened<T, M> opened = opening.get();
      synchronized (this) {
        if (over) {
          return;
        }
        client.onNext(opened.begin());
      }
      opened.items().subscribe(this);
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
    int most = share(ASKED_FOR_IN_ALL, calls, 1, MOST_ASKED_FOR);
    if (over || askedFor > most / 2 || !client.isReady()) {
      return 0;
    }
    int more = most - askedFor;
    askedFor = most;
    return more;
  }

  /** One stream's part of what all may have. */
  private static int share(int whole, LongCalls calls, int least, int most) {
    return Math.max(least, Math.min(most, whole / Math.max(1, calls.streams())));
  }

  @Override
  public void onNext(T item) {
    try {
      synchronized (this) {
        if (over) {
          return;
        }
        toWire.accept(item, client::onNext);
        askedFor--;
      }
    } catch (RuntimeException | Error failure) {
      // A publisher expects no exception: without this neither side would hear of it.
      cancel();
      end(Answers.failure(failure));
      return;
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
  public boolean isStream() {
    return true;
  }

  @Override
  public void endForShutdown() {
    end(Answers.shuttingDown());
    cancel();
  }

  private void end(@Nullable StatusRuntimeException failure) {
    try {
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
    } finally {
      calls.remove(this);
    }
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
