package io.processmanager.adapters.os;

import io.processmanager.domain.log.OutputLog;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a spool keeps of one output at one moment: the log, and the segments in the order of their
 * offsets. What lies between two of them, or behind the last, was lost. Immutable, so that readers
 * take no lock; only a segment's end may move on, beyond what this log tells of, or back when its
 * file has lost bytes.
 */
final class SpoolContents {

  private static final SpoolContents EMPTY =
      new SpoolContents(OutputLog.empty(), new SpoolSegment[0]);

  private final OutputLog log;
  private final SpoolSegment[] segments;

  private SpoolContents(OutputLog log, SpoolSegment[] segments) {
    this.log = log;
    this.segments = segments;
  }

  static SpoolContents empty() {
    return EMPTY;
  }

  OutputLog log() {
    return log;
  }

  int count() {
    return segments.length;
  }

  SpoolSegment segment(int index) {
    return segments[index];
  }

  /** The index of the last segment that starts at {@code offset} or before; -1 if none does. */
  int indexOf(long offset) {
    int low = 0;
    int high = segments.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (segments[middle].start() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** The offset behind the last byte of a segment that this log tells of. */
  long endOf(SpoolSegment segment) {
    return Math.min(segment.end(), log.endOffset());
  }

  /** Where what was lost behind a segment ends; behind none of them, with -1. */
  long endOfLoss(int index) {
    for (int next = index + 1; next < segments.length; next++) {
      // One whose file has lost all of it is part of the loss.
      if (endOf(segments[next]) > segments[next].start()) {
        return segments[next].start();
      }
    }
    return log.endOffset();
  }

  /**
   * Where the bytes begin that were captured at {@code millis} or later, of which none has been
   * dropped. What was lost before them may have been captured then, and comes with them.
   *
   * @param lastLostMillis when the last bytes came that were lost
   */
  long offsetSince(long millis, long lastLostMillis) {
    long endBefore = log.firstOffset();
    for (SpoolSegment segment : segments) {
      OptionalLong found = segment.times().offsetSince(millis);
      if (found.isPresent()) {
        boolean isFirst = found.getAsLong() == segment.start();
        return Math.min(isFirst ? endBefore : found.getAsLong(), log.endOffset());
      }
      endBefore = endOf(segment);
    }
    return lastLostMillis >= millis ? endBefore : log.endOffset();
  }

  boolean has(SpoolSegment segment) {
    int index = indexOf(segment.start());
    return index >= 0 && segments[index] == segment;
  }

  /** The oldest segment; null if there is none. */
  @Nullable SpoolSegment oldest() {
    return segments.length == 0 ? null : segments[0];
  }

  SpoolContents with(OutputLog newLog) {
    return new SpoolContents(newLog, segments);
  }

  SpoolContents plus(SpoolSegment segment) {
    SpoolSegment[] more = Arrays.copyOf(segments, segments.length + 1);
    more[segments.length] = segment;
    return new SpoolContents(log, more);
  }

  /** Without the oldest segment and its bytes. */
  SpoolContents withoutOldest() {
    return new SpoolContents(
        log.dropBefore(endOf(segments[0])), Arrays.copyOfRange(segments, 1, segments.length));
  }
}
