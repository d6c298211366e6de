package io.processmanager.adapters.os;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A stretch of an output in memory. Bytes are written once, before the log tells readers of them,
 * and never again. How much of it is used only the output's log knows.
 */
final class Segment {

  private final long start;
  private final byte[] bytes;

  /**
   * @param start the offset of the first byte
   * @param bytes room for the bytes, the segment's own from now on
   */
  Segment(long start, byte[] bytes) {
    this.start = start;
    this.bytes = bytes;
  }

  long start() {
    return start;
  }

  int capacity() {
    return bytes.length;
  }

  /** The offset behind the last byte there is room for. */
  long limit() {
    return start + bytes.length;
  }

  /** Takes what remains in {@code source}, as far as there is room behind {@code offset}. */
  int put(long offset, ByteBuffer source) {
    int length = (int) Math.min(source.remaining(), limit() - offset);
    source.get(bytes, (int) (offset - start), length);
    return length;
  }

  /** The bytes from {@code from} to {@code to}, which must lie in it and have been written. */
  ByteBuffer view(long from, long to) {
    return ByteBuffer.wrap(bytes, (int) (from - start), (int) (to - from))
        .slice()
        .asReadOnlyBuffer();
  }

  /** The same bytes up to {@code end} without room for more. */
  Segment trimmed(long end) {
    return new Segment(start, Arrays.copyOf(bytes, (int) (end - start)));
  }
}
