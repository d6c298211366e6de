package io.processmanager.ports.inbound;

import java.time.Instant;
import java.util.Objects;

/**
 * Names a part of a job's output.
 *
 * @param start where to begin
 * @param follow whether to wait for output to come; if not, the stream ends with what is there now
 * @param limitBytes the most bytes to read, gaps not counted; {@link Long#MAX_VALUE} for no limit
 * @param captureTimes whether to be told when the bytes were captured, by an {@link
 *     io.processmanager.domain.log.OutputItem.CaptureTime} before the first of them and wherever
 *     the time changes
 */
public record OutputQuery(Start start, boolean follow, long limitBytes, boolean captureTimes) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException {@code limitBytes} is not positive
   */
  public OutputQuery {
    Objects.requireNonNull(start, "start");
    if (limitBytes < 1) {
      throw new IllegalArgumentException("limitBytes " + limitBytes + " is not positive");
    }
  }

  /**
   * {@return a query from the first byte to the end of the job, as {@code tail -f -n +1} reads a
   * file}
   */
  public static OutputQuery all() {
    return fromOffset(0);
  }

  /**
   * {@return a query from {@code offset} to the end of the job}
   *
   * @param offset the first byte wanted; not negative
   */
  public static OutputQuery fromOffset(long offset) {
    return from(new Start.AtOffset(offset));
  }

  /**
   * {@return a query from {@code bytes} before the present end to the end of the job}
   *
   * @param bytes how many; not negative
   */
  public static OutputQuery tailBytes(long bytes) {
    return from(new Start.TailBytes(bytes));
  }

  /**
   * {@return a query from {@code lines} lines before the present end to the end of the job}
   *
   * @param lines how many; not negative
   */
  public static OutputQuery tailLines(long lines) {
    return from(new Start.TailLines(lines));
  }

  /**
   * {@return a query from what was captured at {@code time} or later to the end of the job}
   *
   * @param time a time by the worker's clock
   */
  public static OutputQuery since(Instant time) {
    return from(new Start.Since(time));
  }

  /**
   * {@return a query from {@code start} to the end of the job}
   *
   * @param start where to begin
   */
  public static OutputQuery from(Start start) {
    return new OutputQuery(start, true, Long.MAX_VALUE, false);
  }

  /**
   * {@return this query, begun elsewhere}
   *
   * @param newStart where to begin
   */
  public OutputQuery withStart(Start newStart) {
    return new OutputQuery(newStart, follow, limitBytes, captureTimes);
  }

  /** {@return this query, ended by what is there now} */
  public OutputQuery withoutFollowing() {
    return new OutputQuery(start, false, limitBytes, captureTimes);
  }

  /**
   * {@return this query, ended after {@code bytes} bytes at the latest}
   *
   * @param bytes how many; positive
   */
  public OutputQuery withLimit(long bytes) {
    return new OutputQuery(start, follow, bytes, captureTimes);
  }

  /** {@return this query, with the times at which the bytes were captured} */
  public OutputQuery withCaptureTimes() {
    return new OutputQuery(start, follow, limitBytes, true);
  }

  /** Where a read begins. */
  public sealed interface Start {

    /**
     * At a byte of the output.
     *
     * @param offset from 0 to the end of the output written so far
     */
    record AtOffset(long offset) implements Start {

      /**
       * Checks the value.
       *
       * @throws IllegalArgumentException {@code offset} is negative
       */
      public AtOffset {
        requireNotNegative("offset", offset);
      }
    }

    /**
     * Some bytes before the present end, or at the first byte if there are fewer. Those that are no
     * longer kept are told as a gap.
     *
     * @param bytes how many
     */
    record TailBytes(long bytes) implements Start {

      /**
       * Checks the value.
       *
       * @throws IllegalArgumentException {@code bytes} is negative
       */
      public TailBytes {
        requireNotNegative("bytes", bytes);
      }
    }

    /**
     * Some lines before the present end, as {@code tail -n} counts them: a last line without its
     * line feed counts. At the first byte if there are fewer, so that those that are no longer kept
     * are told as a gap. Bytes that were lost count as part of the line around them.
     *
     * @param lines how many
     */
    record TailLines(long lines) implements Start {

      /**
       * Checks the value.
       *
       * @throws IllegalArgumentException {@code lines} is negative
       */
      public TailLines {
        requireNotNegative("lines", lines);
      }
    }

    /**
     * At the first byte that was captured at a time or later, to the millisecond; at the end of the
     * output written so far if there is none. Where some of those bytes have been dropped, at an
     * offset before the first byte kept, so that a reader meets the gap.
     *
     * @param time on the clock of the machine that captures
     */
    record Since(Instant time) implements Start {

      /** Checks that nothing is null. */
      public Since {
        Objects.requireNonNull(time, "time");
      }
    }

    private static void requireNotNegative(String what, long value) {
      if (value < 0) {
        throw new IllegalArgumentException(what + " " + value + " is negative");
      }
    }
  }
}
