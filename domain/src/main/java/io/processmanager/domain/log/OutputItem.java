package io.processmanager.domain.log;

import io.processmanager.domain.job.JobState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/**
 * What a reader of a job's output is given, one after the other: bytes, gaps, the times of capture
 * if it asks for them, and at the end, if it reads that far, how the output and the job ended.
 */
public sealed interface OutputItem {

  /** {@return the offset at which the reader stands behind this item; it resumes there} */
  long nextOffset();

  /**
   * Bytes of the output.
   *
   * <p><b>Shape.</b> Never empty. The bytes never change; each call of {@link #data()} gives a
   * read-only view with a position of its own.
   *
   * @param offset the offset of the first byte
   * @param data the bytes
   */
  record Chunk(long offset, ByteBuffer data) implements OutputItem {

    /**
     * Checks the values. The bytes are those that remain in {@code data}; they are not copied.
     *
     * @throws IllegalArgumentException {@code offset} is negative or too large, or {@code data} is
     *     empty
     */
    public Chunk {
      data = Objects.requireNonNull(data, "data").slice().asReadOnlyBuffer();
      if (offset < 0) {
        throw new IllegalArgumentException("offset " + offset + " is negative");
      }
      if (!data.hasRemaining()) {
        throw new IllegalArgumentException("a chunk at offset " + offset + " has no bytes");
      }
      if (offset > Long.MAX_VALUE - data.remaining()) {
        throw new IllegalArgumentException("a chunk at offset " + offset + " has no next offset");
      }
    }

    /**
     * {@return the bytes, in a buffer of the caller's own: reading it moves nobody else's position}
     */
    @Override
    public ByteBuffer data() {
      return data.duplicate();
    }

    @Override
    public long nextOffset() {
      return offset + data.remaining();
    }
  }

  /**
   * Bytes that are not there.
   *
   * @param from the first offset that is missing
   * @param to the first offset that is there again, or at which another cause begins
   * @param cause why they are missing
   */
  record Gap(long from, long to, GapCause cause) implements OutputItem {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException the offsets are no range from 0 up
     */
    public Gap {
      Objects.requireNonNull(cause, "cause");
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException("gap " + from + ".." + to + " is not a range");
      }
    }

    /** {@return how many bytes are missing} */
    public long lengthBytes() {
      return to - from;
    }

    @Override
    public long nextOffset() {
      return to;
    }
  }

  /**
   * When the bytes that follow were captured, up to the next item of this kind. Only for those who
   * ask for it.
   *
   * @param offset where the bytes begin
   * @param at when process-manager took them from the job
   */
  record CaptureTime(long offset, Instant at) implements OutputItem {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException {@code offset} is negative
     */
    public CaptureTime {
      Objects.requireNonNull(at, "at");
      if (offset < 0) {
        throw new IllegalArgumentException("offset " + offset + " is negative");
      }
    }

    @Override
    public long nextOffset() {
      return offset;
    }
  }

  /**
   * The output has ended, and so has the job. Nothing follows.
   *
   * @param offset the output's size
   * @param completion how the output ended
   * @param job how the job ended
   */
  record End(long offset, OutputCompletion completion, JobState.Ended job) implements OutputItem {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException {@code offset} is negative, or {@code completion} is {@link
     *     OutputCompletion#OPEN}
     */
    public End {
      Objects.requireNonNull(completion, "completion");
      Objects.requireNonNull(job, "job");
      if (offset < 0) {
        throw new IllegalArgumentException("offset " + offset + " is negative");
      }
      if (completion == OutputCompletion.OPEN) {
        throw new IllegalArgumentException("an output that is open has no end");
      }
    }

    @Override
    public long nextOffset() {
      return offset;
    }
  }
}
