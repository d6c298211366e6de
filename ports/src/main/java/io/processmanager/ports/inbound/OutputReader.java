package io.processmanager.ports.inbound;

import io.processmanager.domain.log.OutputItem;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A job's output for a thread that reads it. It reads ahead by a few chunks at most.
 *
 * <p><b>Threading.</b> One thread at a time reads; any thread may close, which wakes the reader.
 */
public final class OutputReader implements AutoCloseable {

  private static final int READ_AHEAD_ITEMS = 8;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Feed feed = new Feed();
  private final AtomicBoolean closed = new AtomicBoolean();
  private int takenSinceRequest;
  private boolean over;

  private OutputReader() {}

  /** Reads what {@code output} publishes to a new subscriber. */
  public static OutputReader of(Flow.Publisher<OutputItem> output) {
    OutputReader reader = new OutputReader();
    output.subscribe(reader.feed);
    return reader;
  }

  /**
   * The next item, waited for while the job is silent.
   *
   * @return empty behind the last item, and after {@link #close()}
   * @throws JobsException the output cannot be read, or no longer
   * @throws InterruptedException the thread was interrupted; the reader is as it was before
   */
  public Optional<OutputItem> next() throws InterruptedException {
    if (over) {
      return Optional.empty();
    }
    Event event = events.take();
    if (event instanceof Event.Next next) {
      requestMore();
      return Optional.of(next.item());
    }
    over = true;
    if (event instanceof Event.Failed failed && !closed.get()) {
      throw failed.asException();
    }
    return Optional.empty();
  }

  private void requestMore() {
    takenSinceRequest++;
    if (takenSinceRequest >= READ_AHEAD_ITEMS / 2) {
      feed.request(takenSinceRequest);
      takenSinceRequest = 0;
    }
  }

  /**
   * The bytes alone. A gap is thrown once as an {@link OutputGapException}, and reading goes on
   * behind it; a refusal is the cause of an {@link java.io.IOException}. Closing the stream closes
   * this reader.
   */
  public InputStream asInputStream() {
    return new OutputInputStream(this);
  }

  /** Ends the reading, here and on the worker. The job is not touched. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      feed.cancel();
      events.clear();
      events.add(new Event.Over());
    }
  }

  /** What the subscription hands to the reading thread. */
  private sealed interface Event {

    record Next(OutputItem item) implements Event {}

    record Over() implements Event {}

    record Failed(Throwable cause) implements Event {

      RuntimeException asException() {
        if (cause instanceof JobsException refusal) {
          refusal.addSuppressed(new Exception("read here"));
          return refusal;
        }
        return new JobsException.Failed("the output cannot be read: " + cause, cause);
      }
    }
  }

  private final class Feed implements Flow.Subscriber<OutputItem> {

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
    public void onNext(OutputItem item) {
      if (!closed.get()) {
        events.add(new Event.Next(item));
      }
    }

    @Override
    public void onError(Throwable cause) {
      events.add(new Event.Failed(cause));
    }

    @Override
    public void onComplete() {
      events.add(new Event.Over());
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
