package io.processmanager.domain.log;

import java.util.Objects;

/**
 * What is kept of a job's output: the arithmetic of an append-only sequence of bytes whose oldest
 * part may be dropped, and of which parts may be lost. It holds no bytes; a storage keeps one of
 * these beside them.
 *
 * <p><b>Units.</b> Offsets count bytes from 0 at the job's start. They are never reused and never
 * renumbered.
 *
 * @param firstOffset the first offset still kept; equal to {@code endOffset} when nothing is
 * @param endOffset the offset behind the last byte written, which is the output's size
 * @param lostBytes how many of all bytes written the storage could not keep, because it was full or
 *     failed, or cannot give back, so it may grow after the end. They have offsets, so they may lie
 *     within the kept range, where a reader meets a gap
 * @param completion whether and how the output has ended
 */
public record OutputLog(
    long firstOffset, long endOffset, long lostBytes, OutputCompletion completion) {

  private static final OutputLog EMPTY = new OutputLog(0, 0, 0, OutputCompletion.OPEN);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException the offsets are no range from 0 up, or {@code lostBytes} is
   *     not between 0 and the output's size
   */
  public OutputLog {
    Objects.requireNonNull(completion, "completion");
    if (firstOffset < 0 || endOffset < firstOffset) {
      throw new IllegalArgumentException(
          "offsets " + firstOffset + ".." + endOffset + " are not a range from 0 up");
    }
    if (lostBytes < 0 || lostBytes > endOffset) {
      throw new IllegalArgumentException(
          "lostBytes " + lostBytes + " is not between 0 and the output's size " + endOffset);
    }
  }

  /** {@return the output of a job that has printed nothing yet} */
  public static OutputLog empty() {
    return EMPTY;
  }

  /** {@return the length of the kept range, with what was lost of it} */
  public long keptBytes() {
    return endOffset - firstOffset;
  }

  /** {@return whether nothing more will come} */
  public boolean hasEnded() {
    return completion != OutputCompletion.OPEN;
  }

  /**
   * {@return this log with {@code lengthBytes} more at its end}
   *
   * @param lengthBytes how many; not negative
   * @throws IllegalStateException the output has ended
   */
  public OutputLog append(long lengthBytes) {
    requireOpen();
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("lengthBytes " + lengthBytes + " is negative");
    }
    return new OutputLog(firstOffset, Math.addExact(endOffset, lengthBytes), lostBytes, completion);
  }

  /**
   * {@return this log with {@code lengthBytes} more at its end that were written and could not be
   * kept}
   *
   * @param lengthBytes how many; not negative
   * @throws IllegalStateException the output has ended
   */
  public OutputLog lose(long lengthBytes) {
    OutputLog longer = append(lengthBytes);
    return new OutputLog(
        firstOffset, longer.endOffset, Math.addExact(lostBytes, lengthBytes), completion);
  }

  /**
   * {@return this log without what lies before {@code offset}} An offset before the kept range
   * changes nothing.
   *
   * @param offset the first offset that is kept from now on, if it was kept before
   * @throws IllegalArgumentException {@code offset} lies behind the end
   */
  public OutputLog dropBefore(long offset) {
    if (offset > endOffset) {
      throw new IllegalArgumentException("offset " + offset + " is past the end " + endOffset);
    }
    return new OutputLog(Math.max(firstOffset, offset), endOffset, lostBytes, completion);
  }

  /**
   * {@return this log, ended}
   *
   * @param how whether all of it came; not {@link OutputCompletion#OPEN}
   * @throws IllegalStateException it has ended already
   */
  public OutputLog end(OutputCompletion how) {
    Objects.requireNonNull(how, "how");
    requireOpen();
    if (how == OutputCompletion.OPEN) {
      throw new IllegalArgumentException("an output does not end by staying open");
    }
    return new OutputLog(firstOffset, endOffset, lostBytes, how);
  }

  private void requireOpen() {
    if (hasEnded()) {
      throw new IllegalStateException("the output has ended at offset " + endOffset);
    }
  }

  /**
   * {@return what a reader at {@code offset} meets}
   *
   * @param offset where the reader stands
   * @throws IllegalArgumentException {@code offset} is negative or past the end
   */
  public Position locate(long offset) {
    if (offset < 0 || offset > endOffset) {
      throw new IllegalArgumentException(
          "offset " + offset + " is not between 0 and the output's end " + endOffset);
    }
    if (offset < firstOffset) {
      return new Position.Dropped(offset, firstOffset);
    }
    if (offset < endOffset) {
      return new Position.Kept(offset, endOffset);
    }
    return hasEnded() ? new Position.Finished() : new Position.CaughtUp();
  }

  /** What a reader meets at its offset. */
  public sealed interface Position {

    /**
     * Bytes of the kept range; a storage knows which of them were lost.
     *
     * @param from the reader's offset
     * @param to the offset behind the last byte there is
     */
    record Kept(long from, long to) implements Position {

      /**
       * Checks the range.
       *
       * @throws IllegalArgumentException the offsets are no range
       */
      public Kept {
        requireRange(from, to);
      }
    }

    /**
     * Bytes that are no longer kept.
     *
     * @param from the reader's offset
     * @param to the first offset that is there again
     */
    record Dropped(long from, long to) implements Position {

      /**
       * Checks the range.
       *
       * @throws IllegalArgumentException the offsets are no range
       */
      public Dropped {
        requireRange(from, to);
      }
    }

    /** Nothing yet; more may come. */
    record CaughtUp() implements Position {}

    /** Nothing, and nothing more will come. */
    record Finished() implements Position {}

    private static void requireRange(long from, long to) {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException("offsets " + from + ".." + to + " are not a range");
      }
    }
  }
}
