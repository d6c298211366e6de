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

  /** Whether what is read has an {@link OutputItem.End} behind it if it is read to its end. */
  private final boolean readsToTheEnd;

  /**
   * @param whenOver told when nothing more is to be read; maybe more than once
   */
  private OutputReader(boolean readsToTheEnd, Consumer<OutputReader> whenOver) {
    this.feed = new Feed<>("the output cannot be read", () -> whenOver.accept(this));
    this.readsToTheEnd = readsToTheEnd;
  }

  /**
   * Reads what {@code output} publishes to a new subscriber. What it was asked for is not known
   * here: where it completes, its end is taken to be.
   *
   * @param output what to read
   * @return a reader, to be closed
   */
  public static OutputReader of(Flow.Publisher<OutputItem> output) {
    OutputReader reader = new OutputReader(false, over -> {});
    reader.readFrom(output);
    return reader;
  }

  /** A reader of what is published for {@code query}, which {@link #readFrom} gives it. */
  static OutputReader of(OutputQuery query, Consumer<OutputReader> whenOver) {
    return new OutputReader(query.follow() && query.limitBytes() == Long.MAX_VALUE, whenOver);
  }

  void readFrom(Flow.Publisher<OutputItem> output) {
    feed.subscribeTo(output);
  }

  boolean readsToTheEnd() {
    return readsToTheEnd;
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
   * @return empty if none came in time, behind the last item, and after {@link #close()}; {@link
   *     #isOver()} tells the first from the others
   * @throws JobsException the output cannot be read, or no longer
   * @throws InterruptedException the thread was interrupted; the reader is as it was before
   */
  public Optional<OutputItem> next(Duration timeout) throws InterruptedException {
    return feed.next(timeout);
  }

  /**
   * Whether a read has come to where nothing follows: behind the last item, to a refusal, or to
   * {@link #close()}. Who asks now and then, with {@link #next(Duration)}, stops to ask here; not
   * every output has an {@link OutputItem.End} as its last item.
   *
   * <p><b>Threading.</b> For the thread that reads.
   *
   * @return whether it has
   */
  public boolean isOver() {
    return feed.isOver();
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
   * goes on behind it; a refusal is the cause of an {@link java.io.IOException}, and a stream that
   * breaks off before the output does, without a word, is one, too. An output that was {@linkplain
   * io.processmanager.domain.log.OutputCompletion#CUT_OFF cut off} ends as any other: who must know
   * reads {@linkplain #next() items}, asks for the status or {@linkplain CollectedOutput#isCutOff()
   * collects}. Closing the stream closes this reader.
   *
   * <p>Take one stream of a reader: each further one, and {@link #next()}, take bytes away from the
   * others. Another reader has all of them again.
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
