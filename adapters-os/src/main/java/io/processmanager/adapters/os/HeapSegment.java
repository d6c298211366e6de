package io.processmanager.adapters.os;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A small one, on the heap. Readers are given views of it. */
final class HeapSegment extends Segment {

  private final byte[] bytes;

  /**
   * @param bytes room for the bytes, the segment's own from now on
   */
  HeapSegment(long start, TimeIndex times, byte[] bytes) {
    super(start, times);
    this.bytes = bytes;
  }

  @Override
  int capacity() {
    return bytes.length;
  }

  @Override
  void put(int at, ByteBuffer source, int length) {
    source.get(bytes, at, length);
  }

  @Override
  ByteBuffer get(int at, int length) {
    return ByteBuffer.wrap(bytes, at, length).slice().asReadOnlyBuffer();
  }

  @Override
  Segment trimmed(long end) {
    return new HeapSegment(start(), times(), Arrays.copyOf(bytes, (int) (end - start())));
  }

  @Override
  void drop() {
    // The collector finds out.
  }
}
