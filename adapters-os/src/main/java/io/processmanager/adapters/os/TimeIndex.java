package io.processmanager.adapters.os;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When the bytes of one segment were captured: {@linkplain TimeMarks marks}, the newest of them at
 * hand, and those that have filled a block wherever {@link Blocks} keeps them.
 *
 * <p><b>Threading.</b> Any thread. One notes and seals; nobody waits for it while it hands a block
 * over, as that may take a device's time.
 */
final class TimeIndex {

  /** How large the marks of a segment may stay at hand when no more will come. */
  private static final int MOST_SEALED_BYTES = 64;

  private final Blocks blocks;
  private int count;
  private TimeMarks current = new TimeMarks();
  private boolean noted;

  /** Whether marks had to be forgotten. */
  private boolean rough;

  private long firstOffset;
  private long firstMillis;
  private long lastMillis;

  TimeIndex(Blocks blocks) {
    this.blocks = blocks;
  }

  /** Keeps the marks that have filled a block. */
  interface Blocks {

    /** Keeps a block, the next one. Returns whether it could. */
    boolean put(int index, TimeMarks full);

    /** A block that was put; null if it cannot be had any more. */
    @Nullable TimeMarks get(int index);
  }

  /** Notes when the bytes from {@code offset} on were captured; as {@link TimeMarks#note}. */
  void note(long offset, long millis) {
    if (noted && millis <= lastMillis) {
      return;
    }
    if (current.isFull() && !handOver()) {
      forgetAllButFirst();
    }
    synchronized (this) {
      current.note(offset, millis);
      if (!noted) {
        noted = true;
        firstOffset = offset;
        firstMillis = millis;
      }
      lastMillis = millis;
    }
  }

  private boolean handOver() {
    boolean kept = blocks.put(count, current);
    synchronized (this) {
      if (kept) {
        count++;
        current = new TimeMarks();
      }
    }
    return kept;
  }

  /**
   * Where there is no room, times become rough: what came since counts as captured with the first.
   * Readers may have the marks in hand, so they are left as they are.
   */
  private synchronized void forgetAllButFirst() {
    rough = true;
    current = current.first();
  }

  /** No more will come: takes no more memory than it must. */
  void seal() {
    if (current.lengthBytes() > MOST_SEALED_BYTES && handOver()) {
      return;
    }
    current.trim();
  }

  /** The time of the byte at {@code offset}, which has been noted by its own or an earlier one. */
  TimeMarks.Span at(long offset) {
    TimeMarks newest;
    int older;
    synchronized (this) {
      newest = current;
      older = count;
    }
    long until = Long.MAX_VALUE;
    if (!newest.isEmpty()) {
      if (offset >= newest.firstOffset()) {
        return newest.at(offset);
      }
      until = newest.firstOffset();
    }
    int low = 0;
    int high = older - 1;
    TimeMarks found = null;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      TimeMarks marks = blocks.get(middle);
      if (marks == null) {
        break;
      }
      if (marks.firstOffset() <= offset) {
        found = marks;
        low = middle + 1;
      } else {
        until = marks.firstOffset();
        high = middle - 1;
      }
    }
    if (found == null) {
      return new TimeMarks.Span(firstMillis(), until);
    }
    TimeMarks.Span span = found.at(offset);
    return new TimeMarks.Span(span.millis(), Math.min(span.until(), until));
  }

  /**
   * Where the bytes begin that were captured at {@code millis} or later; empty if none was. Never
   * behind them: where marks are missing, the last one before that time.
   */
  OptionalLong offsetSince(long millis) {
    TimeMarks newest;
    int older;
    boolean exact;
    long before;
    synchronized (this) {
      if (!noted || millis > lastMillis) {
        return OptionalLong.empty();
      }
      newest = current;
      older = count;
      exact = !rough;
      before = firstOffset;
    }
    for (int index = lastBefore(millis, older); index <= older; index++) {
      TimeMarks marks = index < older ? blocks.get(index) : newest;
      if (marks == null) {
        break;
      }
      OptionalLong found = marks.isEmpty() ? OptionalLong.empty() : marks.offsetSince(millis);
      if (found.isPresent() && exact) {
        return found;
      }
      if (!marks.isEmpty() && marks.firstMillis() < millis) {
        before = marks.offsetBefore(millis);
      }
      if (found.isPresent()) {
        break;
      }
    }
    return OptionalLong.of(before);
  }

  /** A block that begins before that time, the last one if all can be had; or the first of all. */
  private int lastBefore(long millis, int older) {
    int low = 0;
    int high = older - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      TimeMarks marks = blocks.get(middle);
      if (marks != null && marks.firstMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, low - 1);
  }

  /** How many bytes its blocks take where they are kept. */
  synchronized long blockBytes() {
    return (long) count * TimeMarks.BLOCK_BYTES;
  }

  /** When the first byte was captured. */
  synchronized long firstMillis() {
    return firstMillis;
  }

  /** When the last bytes were captured. */
  synchronized long lastMillis() {
    return lastMillis;
  }
}
