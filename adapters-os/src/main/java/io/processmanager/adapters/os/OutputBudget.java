package io.processmanager.adapters.os;

import io.processmanager.domain.owner.Owner;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The bytes that all outputs have together. */
final class OutputBudget {

  private static final int ENDED_COUNTS = 2;

  private final long totalBytes;
  private final Collection<? extends Holder> outputs;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param outputs a live view of all that there are
   */
  OutputBudget(long totalBytes, Collection<? extends Holder> outputs) {
    this.totalBytes = totalBytes;
    this.outputs = outputs;
  }

  /** An output that holds some of the bytes. */
  interface Holder {

    /** Whose it is. */
    Owner owner();

    /** How many. */
    long heldBytes();

    /** Whether nothing more will be written to it. */
    boolean hasEnded();

    /** Drops an eighth of them, whole segments and one at least. Returns whether there was any. */
    boolean makeRoom();

    /** Drops the oldest segment. Returns whether there was one. */
    boolean dropOldest();
  }

  /**
   * Makes room before bytes are kept: while there is none, whoever has the most gives of theirs,
   * however many outputs that is, and of those the one that holds the most gives of its oldest. An
   * ended one counts twice: of outputs that are all as long as they may be, the one that is written
   * and followed goes last. Called without a lock held, as it takes those of other outputs.
   */
  void reserve(long bytes) {
    used.addAndGet(bytes);
    boolean reserved = false;
    try {
      while (used.get() > totalBytes && largestMakesRoom()) {}
      reserved = true;
    } finally {
      // There may be no memory to look for room with.
      if (!reserved) {
        release(bytes);
      }
    }
  }

  private boolean largestMakesRoom() {
    Optional<Holder> largest = largest();
    if (largest.isEmpty()) {
      return false;
    }
    long heldBefore = largest.get().heldBytes();
    // Where another thread was faster it has nothing left to give, and others may.
    return largest.get().makeRoom() || largest.get().heldBytes() != heldBefore;
  }

  /** Has the output give its oldest segment that would make room. Returns whether there was any. */
  boolean dropOldestOfLargest() {
    return largest().filter(Holder::dropOldest).isPresent();
  }

  /** Looks at each output once. */
  private Optional<Holder> largest() {
    Map<Owner, Share> shares = new HashMap<>();
    outputs.forEach(output -> shares.computeIfAbsent(output.owner(), _ -> new Share()).add(output));
    return shares.values().stream()
        .max(Comparator.comparingLong(share -> share.weight))
        .map(share -> share.largest);
  }

  private static long weight(Holder output) {
    return output.hasEnded() ? ENDED_COUNTS * output.heldBytes() : output.heldBytes();
  }

  /** Takes bytes back. */
  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** What is taken now. */
  long usedBytes() {
    return used.get();
  }

  /** What one owner has. */
  private static final class Share {

    private long weight;
    private long largestWeight = -1;
    private @Nullable Holder largest;

    void add(Holder output) {
      long itsWeight = OutputBudget.weight(output);
      weight += itsWeight;
      if (itsWeight > largestWeight) {
        largestWeight = itsWeight;
        largest = output;
      }
    }
  }
}
