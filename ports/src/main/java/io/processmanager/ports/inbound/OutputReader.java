package io.processmanager.ports.inbound;

import io.processmanager.domain.log.OutputItem;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A job's output for a thread that reads it. It reads ahead by a few chunks at most.
 *
 * <p><b>Threading.</b> One thread at a time reads; any thread may close, which wakes the reader.
 */
public final class OutputReader implements AutoCloseable {

  private final Feed<OutputItem> feed;

  /**
   * @param whenOver told when nothing more is to be read; maybe more than once
   */
  OutputReader(Consumer<OutputReader> whenOver) {
    this.feed = new Feed<>("the output cannot be read", () -> whenOver.accept(this));
  }

  /**
   * Reads what {@code output} publishes to a new subscriber.
   *
   * @param output what to read
   * @return a reader, to be closed
   */
  public static OutputReader of(Flow.Publisher<OutputItem> output) {
    OutputReader reader = new OutputReader(over -> {});
    reader.readFrom(output);
    return reader;
  }

  void readFrom(Flow.Publisher<OutputItem> output) {
    feed.subscribeTo(output);
  }

  /**
   * The next item, waited for while the job is silent.
   *
   * @return empty behind the last item, and after {@link #close()}
   * @throws JobsException the output cannot be read, or no longer
   * @throws InterruptedException the thread was interrupted; the reader is as it was before
   */
  public Optional<OutputItem> next() throws InterruptedException {
    return feed.next();
  }

  /**
   * The next item, waited for no longer than {@code timeout}.
   *
   * @param timeout how long; zero or less only looks
   * @return empty if none came in time, behind the last item, and after {@link #close()}
   * @throws JobsException the output cannot be read, or no longer
   * @throws InterruptedException the thread was interrupted; the reader is as it was before
   */
  public Optional<OutputItem> next(Duration timeout) throws InterruptedException {
    return feed.next(timeout);
  }

  /**
   * Whether {@link #close()} was called: then nothing more is read.
   *
   * @return whether it was
   */
  public boolean isClosed() {
    return feed.isClosed();
  }

  /**
   * {@return the bytes alone} A gap is thrown once as an {@link OutputGapException}, and reading
   * goes on behind it; a refusal is the cause of an {@link java.io.IOException}. An output that was
   * {@linkplain io.processmanager.domain.log.OutputCompletion#CUT_OFF cut off} ends as any other:
   * who must know reads {@linkplain #next() items}, asks for the status or {@linkplain
   * CollectedOutput#isCutOff() collects}. Closing the stream closes this reader.
   */
  public InputStream asInputStream() {
    return new OutputInputStream(this);
  }

  /** Ends the reading, here and on the worker. The job is not touched. */
  @Override
  public void close() {
    feed.close();
  }
}
