package io.processmanager.adapters.os;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an output in memory. Bytes are written once, before the log tells readers of them,
 * and never again. How much of it is used only the output's log knows.
 */
abstract sealed class Segment permits HeapSegment, BlockSegment {

  private final long start;
  private final TimeIndex times;
  private volatile long cutAt = Long.MAX_VALUE;

  Segment(long start, TimeIndex times) {
    this.start = start;
    this.times = times;
  }

  /** The offset of the first byte. */
  final long start() {
    return start;
  }

  /** How many bytes there is room for. */
  abstract int capacity();

  /** How many bytes of the budget are its own: those and the marks that have filled a block. */
  final long heldBytes() {
    return capacity() + times.blockBytes();
  }

  /** The offset behind the last byte there is room for. */
  final long limit() {
    return Math.min(start + capacity(), cutAt);
  }

  /** Takes no bytes from {@code offset} on, which is behind its last byte. */
  final void cut(long offset) {
    cutAt = offset;
  }

  /** When its bytes were captured. */
  final TimeIndex times() {
    return times;
  }

  /** Takes what remains in {@code source}, as far as there is room behind {@code offset}. */
  final int put(long offset, ByteBuffer source, long millis) {
    int length = (int) Math.min(source.remaining(), limit() - offset);
    if (length > 0) {
      put((int) (offset - start), source, length);
      times.note(offset, millis);
    }
    return length;
  }

  abstract void put(int at, ByteBuffer source, int length);

  /**
   * The bytes from {@code from} to {@code to}, which must lie in it and have been written; null if
   * it has been dropped meanwhile.
   */
  final @Nullable ByteBuffer read(long from, long to) {
    return get((int) (from - start), (int) (to - from));
  }

  abstract @Nullable ByteBuffer get(int at, int length);

  /** The same bytes up to {@code end} without room for more; null if it has been dropped. */
  abstract @Nullable Segment trimmed(long end);

  /** Lets go of the memory. What readers have been given stays as it is. Once. */
  abstract void drop();
}
