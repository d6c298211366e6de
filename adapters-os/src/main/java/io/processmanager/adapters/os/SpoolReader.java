package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one job's output: what is asked for, when it is asked for, from the file. The newest bytes,
 * for which all who follow a job ask when it prints, are shared between those who ask for them at
 * about the same time.
 *
 * <p><b>Threading.</b> Any thread. Takes no lock but those named in {@link SpoolOutputStorage}.
 */
final class SpoolReader {

  private final SpoolOutput output;
  private volatile WeakReference<Newest> newest = new WeakReference<>(null);

  SpoolReader(SpoolOutput output) {
    this.output = output;
  }

  /** Bytes that were at the end of the output when they were read. */
  private record Newest(long from, ByteBuffer bytes) {

    @Nullable OutputRead chunk(long offset, int maxBytes) {
      long index = offset - from;
      if (index < 0 || index >= bytes.limit()) {
        return null;
      }
      int length = Math.min(maxBytes, bytes.limit() - (int) index);
      return SpoolReader.chunk(offset, bytes.slice((int) index, length));
    }
  }

  OutputRead read(long offset, int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes " + maxBytes + " is not positive");
    }
    while (true) {
      SpoolContents now = output.contents();
      OutputRead read =
          switch (now.log().locate(offset)) {
            case OutputLog.Position.Kept kept -> kept(now, kept, maxBytes);
            case OutputLog.Position.Dropped dropped ->
                gap(dropped.from(), dropped.to(), GapCause.DROPPED);
            case OutputLog.Position.CaughtUp _ -> new OutputRead.CaughtUp();
            case OutputLog.Position.Finished _ -> new OutputRead.Finished(now.log());
          };
      if (read != null) {
        return read;
      }
    }
  }

  private static OutputRead gap(long from, long to, GapCause cause) {
    return new OutputRead.Item(new OutputItem.Gap(from, to, cause));
  }

  private static OutputRead chunk(long offset, ByteBuffer bytes) {
    return new OutputRead.Item(new OutputItem.Chunk(offset, bytes));
  }

  /** Null if the contents have changed since they were looked at. */
  private @Nullable OutputRead kept(SpoolContents now, OutputLog.Position.Kept kept, int maxBytes) {
    int index = now.indexOf(kept.from());
    // Once: another reader may find at any time that the file has lost bytes, and move it back.
    long end = index < 0 ? kept.from() : now.endOf(now.segment(index));
    if (end <= kept.from()) {
      return gap(kept.from(), now.endOfLoss(index), GapCause.LOST);
    }
    Newest shared = newest.get();
    OutputRead found = shared == null ? null : shared.chunk(kept.from(), maxBytes);
    if (found != null) {
      return found;
    }
    SpoolSegment segment = now.segment(index);
    long to = Math.min(end, kept.from() + maxBytes);
    byte[] bytes = bytes(segment, kept.from(), to);
    if (bytes.length == 0) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    if (kept.from() + bytes.length == kept.to()) {
      newest = new WeakReference<>(new Newest(kept.from(), buffer));
    }
    return chunk(kept.from(), buffer);
  }

  /** None if they are not there any more: dropped meanwhile, or else lost from now on. */
  private byte[] bytes(SpoolSegment segment, long from, long to) {
    try {
      byte[] bytes = readTwice(segment, from, to);
      if (bytes.length == 0) {
        output.lose(segment, from, "the file ends before them");
      }
      return bytes;
    } catch (ErrnoException failure) {
      switch (failure.errno()) {
        case Errno.EMFILE, Errno.ENFILE ->
            throw new JobsException.ResourceExhausted(
                "descriptors", "the output cannot be opened: " + failure.getMessage());
        case Errno.ENOMEM ->
            throw new JobsException.ResourceExhausted(
                "memory", "the output cannot be read: " + failure.getMessage());
        default -> output.lose(segment, from, "cannot be read back: " + failure.getMessage());
      }
      return new byte[0];
    }
  }

  /** A second time where it fails: much depends on it, as the rest of the segment goes too. */
  private static byte[] readTwice(SpoolSegment segment, long from, long to) throws ErrnoException {
    try {
      return segment.read(from, to);
    } catch (ErrnoException first) {
      return segment.read(from, to);
    }
  }

  Optional<CaptureSpan> captureSpan(long offset) {
    SpoolContents now = output.contents();
    int index = now.indexOf(offset);
    if (index < 0 || offset < now.log().firstOffset()) {
      return Optional.empty();
    }
    SpoolSegment segment = now.segment(index);
    long end = now.endOf(segment);
    if (offset >= end) {
      return Optional.empty();
    }
    TimeMarks.Span span = segment.times().at(offset);
    long until = Math.min(span.until(), end);
    return Optional.of(new CaptureSpan(Instant.ofEpochMilli(span.millis()), offset, until));
  }
}
