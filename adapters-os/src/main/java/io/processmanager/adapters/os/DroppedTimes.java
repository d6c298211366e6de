package io.processmanager.adapters.os;

import java.util.Arrays;

/**
 * Roughly when the bytes of an output were captured that have been dropped: a mark for each stretch
 * that went, and half of the marks, every other one, when there are too many.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class DroppedTimes {

  private static final int MARKS = 64;

  private static final int FIRST_MARKS = 4;

  // Most outputs lose nothing.
  private long[] offsets = {};
  private long[] millis = {};
  private int count;
  private long lastMillis = Long.MIN_VALUE;

  /**
   * Notes a stretch, the one behind the one before.
   *
   * @param offset its first byte
   * @param from when that was captured
   * @param to when its last byte was
   */
  synchronized void note(long offset, long from, long to) {
    if (count == offsets.length && count < MARKS) {
      int more = Math.max(FIRST_MARKS, 2 * count);
      long[] longerOffsets = Arrays.copyOf(offsets, more);
      // Both or none: there may be no memory for the second.
      millis = Arrays.copyOf(millis, more);
      offsets = longerOffsets;
    } else if (count == MARKS) {
      for (int i = 0; i < MARKS / 2; i++) {
        offsets[i] = offsets[2 * i];
        millis[i] = millis[2 * i];
      }
      count = MARKS / 2;
    }
    offsets[count] = offset;
    millis[count] = from;
    count++;
    lastMillis = to;
  }

  /** Whether something was dropped that was captured at {@code time} or later. */
  synchronized boolean hasSince(long time) {
    return lastMillis >= time;
  }

  /** An offset before all that was captured at {@code time} or later; 0 if nothing is known. */
  synchronized long offsetBefore(long time) {
    long found = 0;
    for (int i = 0; i < count && millis[i] < time; i++) {
      found = offsets[i];
    }
    return found;
  }
}
