package io.processmanager.ports.inbound;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher sends, for a thread that takes it one by one. It reads ahead by a few items at
 * most.
 *
 * <p><b>Threading.</b> One thread at a time takes; any thread may close, which wakes it.
 */
final class Feed<T> {

  private static final int READ_AHEAD_ITEMS = 8;

  private final String failureText;
  private final Runnable whenOver;
  private final BlockingQueue<Event<T>> events = new LinkedBlockingQueue<>();
  private final Receiver receiver = new Receiver();
  private final AtomicBoolean closed = new AtomicBoolean();
  private int takenSinceRequest;
  private boolean over;
  private @Nullable RuntimeException failure;

  /**
   * @param failureText says of an end that no refusal explains what could not be done
   * @param whenOver told when nothing more is to be had; maybe more than once
   */
  Feed(String failureText, Runnable whenOver) {
    this.failureText = failureText;
    this.whenOver = whenOver;
  }

  void subscribeTo(Flow.Publisher<T> source) {
    source.subscribe(receiver);
  }

  /**
   * The next item, waited for.
   *
   * @return empty behind the last item, and after {@link #close()}
   */
  Optional<T> next() throws InterruptedException {
    return over ? end() : taken(events.take());
  }

  /**
   * The next item, waited for no longer than {@code timeout}.
   *
   * @return empty as well when none came in time
   */
  Optional<T> next(Duration timeout) throws InterruptedException {
    if (over) {
      return end();
    }
    // Saturates where the duration has more nanoseconds than a long.
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    Event<T> event = events.poll(nanos, TimeUnit.NANOSECONDS);
    return event == null ? Optional.empty() : taken(event);
  }

  private Optional<T> taken(Event<T> event) {
    if (event instanceof Event.Next<T> next) {
      requestMore();
      return Optional.of(next.item());
    }
    over = true;
    whenOver.run();
    if (event instanceof Event.Failed<T> failed) {
      failure = asException(failed.cause());
    }
    return end();
  }

  /** The same each time: a reader that tries again must not take a failure for the end. */
  private Optional<T> end() {
    RuntimeException cause = failure;
    if (cause != null && !closed.get()) {
      throw cause;
    }
    return Optional.empty();
  }

  /** Whether the taking thread has come to the end, or this was closed. */
  boolean isOver() {
    return over || closed.get();
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Once: what is noted on it would else grow with each read. */
  private RuntimeException asException(Throwable cause) {
    if (cause instanceof JobsException refusal) {
      // The caller's own stack stays visible: the refusal was made on another thread.
      refusal.addSuppressed(new Exception("read here"));
      return refusal;
    }
    return new JobsException.Failed(failureText + ": " + cause, cause);
  }

  private void requestMore() {
    takenSinceRequest++;
    if (takenSinceRequest >= READ_AHEAD_ITEMS / 2) {
      receiver.request(takenSinceRequest);
      takenSinceRequest = 0;
    }
  }

  void close() {
    if (closed.compareAndSet(false, true)) {
      receiver.cancel();
      events.clear();
      events.add(new Event.Over<>());
      whenOver.run();
    }
  }

  /** What the subscription hands to the taking thread. */
  private sealed interface Event<T> {

    record Next<T>(T item) implements Event<T> {}

    record Over<T>() implements Event<T> {}

    record Failed<T>(Throwable cause) implements Event<T> {}
  }

  private final class Receiver implements Flow.Subscriber<T> {

    private volatile Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      if (subscription != null) {
        given.cancel();
        return;
      }
      subscription = given;
      if (closed.get()) {
        given.cancel();
      } else {
        given.request(READ_AHEAD_ITEMS);
      }
    }

    @Override
    public void onNext(T item) {
      if (!closed.get()) {
        events.add(new Event.Next<>(item));
      }
    }

    @Override
    public void onError(Throwable cause) {
      events.add(new Event.Failed<>(cause));
    }

    @Override
    public void onComplete() {
      events.add(new Event.Over<>());
    }

    void request(int items) {
      Flow.Subscription current = subscription;
      if (current != null) {
        current.request(items);
      }
    }

    void cancel() {
      Flow.Subscription current = subscription;
      if (current != null) {
        current.cancel();
      }
    }
  }
}
