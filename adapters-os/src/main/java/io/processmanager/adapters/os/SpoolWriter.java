package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes one job's output into segments.
 *
 * <p>What cannot be kept, because the disk is full or fails, is lost and counted; the next bytes
 * begin a new segment as soon as they can be kept. Where the disk is full, the outputs whose turn
 * it is by {@link OutputBudget} drop about as much of their oldest first, a segment at least.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class SpoolWriter implements OutputWriter {

  private final JobId job;
  private final SpoolOutput output;
  private final SpoolSetting setting;
  private final SpoolAttempts attempts;

  /** The segment that takes the next bytes, if there is one. */
  private @Nullable SpoolSegment last;

  private long lastMillis = Long.MIN_VALUE;

  SpoolWriter(JobId job, SpoolOutput output, SpoolSetting setting, SpoolAttempts attempts) {
    this.job = job;
    this.output = output;
    this.setting = setting;
    this.attempts = attempts;
  }

  @Override
  public void append(ByteBuffer bytes, Instant capturedAt) {
    lastMillis = Math.max(lastMillis, Milliseconds.of(capturedAt));
    boolean grown = bytes.hasRemaining();
    requireOpen();
    int from = bytes.position();
    long endBefore = endOffset();
    try {
      while (bytes.hasRemaining()) {
        appendSome(bytes);
      }
    } catch (OutOfMemoryError noMemory) {
      // Only the log knows how much of it is kept.
      bytes.position(from + (int) (endOffset() - endBefore));
      letGo();
      lose(bytes);
    }
    if (output.isDeleted()) {
      letGo();
    }
    if (grown) {
      output.wakeReaders();
    }
  }

  private void requireOpen() {
    if (!output.isDeleted()) {
      output.contentsOrWhatWas().log().append(0);
    }
  }

  private void appendSome(ByteBuffer bytes) {
    if (output.isDeleted()) {
      bytes.position(bytes.limit());
    } else if (attempts.isDue()) {
      attempt(bytes);
    } else {
      lose(bytes);
    }
  }

  private void attempt(ByteBuffer bytes) {
    try {
      keepSome(bytes);
    } catch (ErrnoException failure) {
      ErrnoException why = failure;
      if (isFull(failure) && setting.budget().dropOldest(bytes.remaining())) {
        try {
          keepSome(bytes);
          return;
        } catch (ErrnoException again) {
          why = again;
        }
      }
      boolean dropped = isOfDropped(why);
      letGo();
      if (!dropped) {
        failed(why);
        lose(bytes);
      }
    }
  }

  /** Whether the file is gone because its segment was dropped meanwhile; another will do. */
  private boolean isOfDropped(ErrnoException failure) {
    SpoolSegment current = last;
    return failure.errno() == Errno.ENOENT
        && current != null
        && !output.contentsOrWhatWas().has(current)
        && current.end() > current.start();
  }

  private void failed(ErrnoException why) {
    if (why.errno() == Errno.ENOENT) {
      setting.openFiles().files().renew();
    }
    attempts.failed(why);
  }

  private static boolean isFull(ErrnoException failure) {
    return failure.errno() == Errno.ENOSPC || failure.errno() == Errno.EDQUOT;
  }

  /** Writes as much as one segment takes, one byte at least. */
  private void keepSome(ByteBuffer bytes) throws ErrnoException {
    int reserved = Math.min(bytes.remaining(), setting.segmentBytes());
    setting.budget().reserve(reserved);
    int written = 0;
    SpoolSegment segment;
    try {
      // Only now: room for it may have been made by dropping the last one.
      segment = segmentWithRoom();
      written = segment.write(bytes, Math.min(reserved, segment.room()));
    } finally {
      setting.budget().release(reserved - written);
    }
    tell(segment, written);
  }

  private void tell(SpoolSegment segment, int written) {
    long offset = endOffset();
    long reserved = written;
    try {
      long marksBefore = segment.times().blockBytes();
      segment.times().note(offset, lastMillis);
      long marks = segment.times().blockBytes() - marksBefore;
      setting.budget().reserve(marks);
      reserved += marks;
      output.kept(segment, written, marks);
    } catch (OutOfMemoryError noMemory) {
      if (endOffset() == offset) {
        setting.budget().release(reserved);
      }
      throw noMemory;
    }
  }

  private long endOffset() {
    return output.contentsOrWhatWas().log().endOffset();
  }

  private SpoolSegment segmentWithRoom() throws ErrnoException {
    SpoolSegment current = last;
    if (current != null && output.contentsOrWhatWas().has(current)) {
      loseWhatIsGone(current);
      if (current.room() > 0) {
        return current;
      }
    }
    letGo();
    SpoolSegment made = setting.newSegment(job, endOffset());
    last = made;
    return made;
  }

  private void loseWhatIsGone(SpoolSegment segment) throws ErrnoException {
    long present = segment.presentBytes();
    if (present < segment.end() - segment.start()) {
      output.lose(segment, segment.start() + present, "the file ends before them");
    }
  }

  /** Gives the last segment up: it is full, its file fails, or the output is gone. */
  private void letGo() {
    SpoolSegment current = last;
    last = null;
    if (current == null) {
      return;
    }
    if (output.contentsOrWhatWas().has(current)) {
      long marksBefore = current.times().blockBytes();
      current.seal();
      keptMarks(current, current.times().blockBytes() - marksBefore);
    } else {
      current.remove();
    }
  }

  private void keptMarks(SpoolSegment segment, long bytes) {
    if (bytes > 0) {
      setting.budget().reserve(bytes);
      output.keptMarks(segment, bytes);
    }
  }

  private void lose(ByteBuffer bytes) {
    output.lost(bytes.remaining(), lastMillis);
    bytes.position(bytes.limit());
  }

  @Override
  public void lose(long lengthBytes, Instant at) {
    lastMillis = Math.max(lastMillis, Milliseconds.of(at));
    letGo();
    output.lost(lengthBytes, lastMillis);
    output.wakeReaders();
  }

  @Override
  public void end(OutputCompletion how) {
    try {
      letGo();
    } finally {
      // Whether or not there was memory to write its times with.
      output.end(how);
    }
  }
}
