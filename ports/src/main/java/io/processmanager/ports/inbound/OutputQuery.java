package io.processmanager.ports.inbound;

import java.util.Objects;

/**
 * Names a part of a job's output.
 *
 * @param start where to begin
 * @param follow whether to wait for output to come; if not, the stream ends with what is there now
 * @param limitBytes the most bytes to read, gaps not counted; {@link Long#MAX_VALUE} for no limit
 */
public record OutputQuery(Start start, boolean follow, long limitBytes) {

  public OutputQuery {
    Objects.requireNonNull(start, "start");
    if (limitBytes < 1) {
      throw new IllegalArgumentException("limitBytes " + limitBytes + " is not positive");
    }
  }

  /** From the first byte to the end of the job, as {@code tail -f -n +1} reads a file. */
  public static OutputQuery all() {
    return fromOffset(0);
  }

  /** From {@code offset} to the end of the job. */
  public static OutputQuery fromOffset(long offset) {
    return new OutputQuery(new Start.AtOffset(offset), true, Long.MAX_VALUE);
  }

  /** From {@code bytes} before the present end to the end of the job. */
  public static OutputQuery tailBytes(long bytes) {
    return new OutputQuery(new Start.TailBytes(bytes), true, Long.MAX_VALUE);
  }

  /** From {@code lines} lines before the present end to the end of the job. */
  public static OutputQuery tailLines(long lines) {
    return new OutputQuery(new Start.TailLines(lines), true, Long.MAX_VALUE);
  }

  /** This query, ended by what is there now. */
  public OutputQuery withoutFollowing() {
    return new OutputQuery(start, false, limitBytes);
  }

  /** This query, ended after {@code bytes} bytes at the latest. */
  public OutputQuery withLimit(long bytes) {
    return new OutputQuery(start, follow, bytes);
  }

  /** Where a read begins. */
  public sealed interface Start {

    /**
     * At a byte of the output.
     *
     * @param offset from 0 to the end of the output written so far
     */
    record AtOffset(long offset) implements Start {

      public AtOffset {
        requireNotNegative("offset", offset);
      }
    }

    /**
     * Some bytes before the present end, or at the first byte kept if there are fewer.
     *
     * @param bytes how many
     */
    record TailBytes(long bytes) implements Start {

      public TailBytes {
        requireNotNegative("bytes", bytes);
      }
    }

    /**
     * Some lines before the present end, as {@code tail -n} counts them: a last line without its
     * line feed counts. At the first byte kept if there are fewer.
     *
     * @param lines how many
     */
    record TailLines(long lines) implements Start {

      public TailLines {
        requireNotNegative("lines", lines);
      }
    }

    private static void requireNotNegative(String what, long value) {
      if (value < 0) {
        throw new IllegalArgumentException(what + " " + value + " is negative");
      }
    }
  }
}
