package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.MemoryBlock;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A large one, in a block outside the heap that is used again for other output as soon as it is
 * dropped. So readers are given copies, of no more than they ask for and when they do.
 *
 * <p><b>Invariant.</b> The block is given back once: by {@link #drop} if nobody reads it then, else
 * by the last who does. Whoever comes later is refused.
 */
final class BlockSegment extends Segment {

  private static final int DROPPED = Integer.MIN_VALUE;

  private final MemoryBlock block;
  private final BlockPool pool;

  /** How many read it, and {@link #DROPPED} on top when nobody more may. */
  private final AtomicInteger readers = new AtomicInteger();

  BlockSegment(long start, TimeIndex times, MemoryBlock block, BlockPool pool) {
    super(start, times);
    this.block = block;
    this.pool = pool;
  }

  @Override
  int capacity() {
    return block.size();
  }

  @Override
  void put(int at, ByteBuffer source, int length) {
    block.put(at, source, length);
  }

  @Override
  @Nullable ByteBuffer get(int at, int length) {
    byte @Nullable [] bytes = copy(at, length);
    return bytes == null ? null : ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  @Nullable Segment trimmed(long end) {
    byte @Nullable [] bytes = copy(0, (int) (end - start()));
    return bytes == null ? null : new HeapSegment(start(), times(), bytes);
  }

  private byte @Nullable [] copy(int at, int length) {
    if (!enter()) {
      return null;
    }
    try {
      return block.get(at, length);
    } finally {
      if (readers.decrementAndGet() == DROPPED) {
        pool.giveBack(block);
      }
    }
  }

  private boolean enter() {
    int now = readers.get();
    while (now >= 0) {
      if (readers.compareAndSet(now, now + 1)) {
        return true;
      }
      now = readers.get();
    }
    return false;
  }

  @Override
  void drop() {
    if (readers.getAndAdd(DROPPED) == 0) {
      pool.giveBack(block);
    }
  }
}
