package io.processmanager.adapters.os;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that all outputs have together. */
final class MemoryBudget {

  private final long totalBytes;
  private final Collection<MemoryOutput> outputs;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param outputs a live view of all that there are
   */
  MemoryBudget(long totalBytes, Collection<MemoryOutput> outputs) {
    this.totalBytes = totalBytes;
    this.outputs = outputs;
  }

  /**
   * Makes room for a segment before it is allocated: while there is none, the output that holds the
   * most gives of its oldest. Called without a lock held, as it takes those of other outputs.
   */
  void reserve(int bytes) {
    long now = used.addAndGet(bytes);
    while (now > totalBytes) {
      Optional<MemoryOutput> largest =
          outputs.stream().max(Comparator.comparingLong(MemoryOutput::heldBytes));
      if (largest.isEmpty() || !largest.get().makeRoom()) {
        return;
      }
      now = used.get();
    }
  }

  /** Takes memory back. */
  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** What is taken now. */
  long usedBytes() {
    return used.get();
  }
}
