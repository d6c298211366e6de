package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.MemoryBlock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Blocks of memory outside the heap, all of one size. Some that were given back are kept, so that a
 * flood, which drops as much as it brings, writes to memory that the machine has given already.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class BlockPool implements AutoCloseable {

  private final int blockBytes;
  private final int mostIdle;
  private final Deque<MemoryBlock> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param mostIdle how many are kept for use again
   */
  BlockPool(int blockBytes, int mostIdle) {
    // The class is loaded now, not when there may be no descriptor left to read it with.
    this.blockBytes = MemoryBlock.requireSize(blockBytes);
    this.mostIdle = mostIdle;
  }

  /** A block with anything in it; empty if the machine has no more memory, or lets us have none. */
  Optional<MemoryBlock> take() {
    synchronized (this) {
      MemoryBlock used = idle.pollLast();
      if (used != null) {
        return Optional.of(used);
      }
    }
    try {
      return Optional.of(MemoryBlock.allocate(blockBytes));
    } catch (ErrnoException noMemory) {
      return Optional.empty();
    }
  }

  /** Takes a block that nobody uses any more. */
  void giveBack(MemoryBlock block) {
    synchronized (this) {
      if (!closed && idle.size() < mostIdle) {
        idle.addLast(block);
        return;
      }
    }
    block.free();
  }

  /** How many are kept for use again. */
  synchronized int idle() {
    return idle.size();
  }

  /** Keeps none from now on. */
  @Override
  public void close() {
    Deque<MemoryBlock> unused;
    synchronized (this) {
      closed = true;
      unused = new ArrayDeque<>(idle);
      idle.clear();
    }
    unused.forEach(MemoryBlock::free);
  }
}
