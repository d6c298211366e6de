package io.processmanager.ports.outbound;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the output of jobs: for each an append-only sequence of bytes with one writer and any
 * number of readers, bounded by dropping the oldest bytes. Where it is full or fails, bytes are
 * lost and counted, never in silence, and the job does not notice.
 *
 * <p><b>Behaviour.</b> Readers are known by nothing but the offset they ask for: there is no queue
 * for a reader, and a slow one costs nothing. Bytes that have been read once at an offset read the
 * same ever after, or are reported as a gap.
 *
 * <p><b>Threading.</b> Any thread may read, many at once, while one writes.
 *
 * <p><b>Errors.</b> A job without an output is a programming mistake: {@link
 * IllegalArgumentException}, except where a method says otherwise.
 */
public interface OutputStorage {

  /**
   * Opens an empty output for a job.
   *
   * @param job which one
   * @param owner whose it is: where all outputs together have too much, whoever has the most gives
   *     of theirs, so that who has less loses nothing to them
   * @return where the output goes, for one writer
   * @throws IllegalArgumentException the job has one already
   */
  OutputWriter create(JobId job, Owner owner);

  /**
   * {@return whether {@link OutputWriter#append} may wait for a device} Then it is called on
   * threads on which nothing waits but other outputs.
   */
  boolean mayBlock();

  /**
   * {@return what is kept of a job's output now}
   *
   * @param job which one
   */
  OutputLog log(JobId job);

  /**
   * What a reader at {@code offset} gets now, without waiting.
   *
   * @param job which one
   * @param offset where the reader stands
   * @param maxBytes the longest chunk wanted; positive. A chunk may be shorter, and a gap is given
   *     whole
   * @return the next item for that reader, or that there is none yet, or none any more
   * @throws IllegalArgumentException {@code offset} is negative or past the end
   */
  OutputRead read(JobId job, long offset, int maxBytes);

  /**
   * When the byte at {@code offset} was captured, and how many behind it with it. Times are kept to
   * the millisecond.
   *
   * @param job which one
   * @param offset where the byte is
   * @return empty if that byte is not kept or not there yet
   */
  Optional<CaptureSpan> captureSpan(JobId job, long offset);

  /**
   * {@return where the bytes begin that were captured at {@code time} or later; the output's end if
   * there are none} Where some of them have been dropped it is an offset before the first byte
   * kept, so that a reader meets the gap; that one may then begin too early.
   *
   * @param job which one
   * @param time the earliest capture wanted
   */
  long offsetSince(JobId job, Instant time);

  /**
   * Calls {@code wakeUp} once, when the output has grown past {@code offset} or has ended; at once,
   * on this thread, if it has by now. {@code wakeUp} runs on the writer's thread: it must be quick
   * and must not throw.
   *
   * @param job which one
   * @param offset as far as the reader has read
   * @param wakeUp what to call
   * @return takes the call back; harmless when it has been made
   */
  Registration onGrowth(JobId job, long offset, Runnable wakeUp);

  /**
   * Forgets a job's output and gives its space back, without waiting for a device. Readers that
   * hold chunks may go on using them. Does nothing if there is none.
   *
   * @param job which one
   */
  void delete(JobId job);

  /** What a reader gets. */
  sealed interface OutputRead {

    /**
     * Bytes, or a gap.
     *
     * @param item an {@link OutputItem.Chunk} at the offset asked for or an {@link OutputItem.Gap}
     *     from it
     */
    record Item(OutputItem item) implements OutputRead {

      /**
       * Checks the item.
       *
       * @throws IllegalArgumentException {@code item} is none that a storage gives
       */
      public Item {
        if (item instanceof OutputItem.End) {
          throw new IllegalArgumentException("a storage knows of no job's end");
        }
        if (item instanceof OutputItem.CaptureTime) {
          throw new IllegalArgumentException("a storage tells times when it is asked for them");
        }
      }
    }

    /** Nothing yet; {@link #onGrowth} tells when there is more. */
    record CaughtUp() implements OutputRead {}

    /**
     * Nothing, and nothing more will come.
     *
     * @param log the output as it ended
     */
    record Finished(OutputLog log) implements OutputRead {}
  }
}
