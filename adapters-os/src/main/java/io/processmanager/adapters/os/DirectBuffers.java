package io.processmanager.adapters.os;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Memory outside the heap through which bytes go between files and arrays: a few buffers, used in
 * turn by whoever reads, rather than one for each thread.
 */
final class DirectBuffers {

  /** How large each is. */
  static final int SIZE_BYTES = 64 * 1024;

  private static final int MOST_KEPT = 8;

  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(MOST_KEPT);

  /** An empty buffer, for the caller alone until it gives it back. */
  ByteBuffer take() {
    ByteBuffer kept = free.poll();
    return kept != null ? kept.clear() : ByteBuffer.allocateDirect(SIZE_BYTES);
  }

  /** Takes a buffer back. */
  void giveBack(ByteBuffer buffer) {
    // What is too many goes to the garbage collector.
    var _ = free.offer(buffer);
  }
}
