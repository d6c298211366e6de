package io.processmanager.adapters.os;

import io.processmanager.domain.owner.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The bytes that all outputs have together, and who gives when there are too many: the owner who
 * has the most, however many outputs that is, and of those the one that holds the most, of which
 * one that has ended counts twice. So who has less loses nothing to who has more.
 *
 * <p><b>Threading.</b> Any thread. Nothing is called with a lock held, as outputs take their own.
 */
final class OutputBudget {

  private static final int ENDED_COUNTS = 2;

  /**
   * How much is given at once where it takes many outputs, and not more than the share of all: it
   * takes a look at each output to find out who gives. Owners who have as much as each other may
   * differ by it.
   */
  private static final long GIVEN_AT_ONCE = 4L << 20;

  private static final int SHARE_GIVEN_AT_ONCE = 64;

  private final long totalBytes;
  private final long givenAtOnce;
  private final Collection<? extends Holder> outputs;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param outputs a live view of all that there are
   */
  OutputBudget(long totalBytes, Collection<? extends Holder> outputs) {
    this.totalBytes = totalBytes;
    this.givenAtOnce = Math.min(GIVEN_AT_ONCE, totalBytes / SHARE_GIVEN_AT_ONCE);
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

  /** Takes bytes that are to be kept, and has others make room where there is none. */
  void reserve(long bytes) {
    used.addAndGet(bytes);
    boolean reserved = false;
    try {
      while (makesRoom(used.get() - totalBytes)) {}
      reserved = true;
    } finally {
      // There may be no memory to look for room with.
      if (!reserved) {
        release(bytes);
      }
    }
  }

  /** Has about so many bytes given; false if none have to, or nobody has any. */
  private boolean makesRoom(long bytes) {
    return bytes > 0 && give(Math.max(bytes, givenAtOnce), Holder::makeRoom);
  }

  /**
   * Has outputs give their oldest segments, until these had so many bytes. Returns whether there
   * was any.
   */
  boolean dropOldest(long bytes) {
    return give(bytes, Holder::dropOldest);
  }

  /** Has those give whose turn it is, and the next ones where they cannot. */
  private boolean give(long bytes, Predicate<Holder> way) {
    List<Share> shares = sharesByBytes();
    boolean given = false;
    for (int i = 0; i < shares.size() && !given; i++) {
      long next = i + 1 < shares.size() ? shares.get(i + 1).bytes : 0;
      given = shares.get(i).give(bytes, next - givenAtOnce, way);
    }
    return given;
  }

  /** What each owner has, the one who has the most first. Looks at each output once. */
  private List<Share> sharesByBytes() {
    Map<Owner, Share> shares = new HashMap<>();
    for (Holder output : outputs) {
      long held = output.heldBytes();
      if (held > 0) {
        shares
            .computeIfAbsent(output.owner(), _ -> new Share())
            .add(new Held(output, held, output.hasEnded()));
      }
    }
    List<Share> largestFirst = new ArrayList<>(shares.values());
    largestFirst.sort(Comparator.comparingLong((Share share) -> share.bytes).reversed());
    return largestFirst;
  }

  /** Takes bytes back. */
  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** What is taken now. */
  long usedBytes() {
    return used.get();
  }

  /** What one owner has, as it was looked at. */
  private static final class Share {

    private final List<Held> outputs = new ArrayList<>();
    private long bytes;

    void add(Held output) {
      outputs.add(output);
      bytes += output.bytes();
    }

    /**
     * Has the largest give, again and again, until so many bytes are given or no more than {@code
     * least} are left, but once at least. One that others have emptied meanwhile is passed over.
     *
     * @return whether any has given
     */
    boolean give(long wanted, long least, Predicate<Holder> way) {
      PriorityQueue<Held> largestFirst = new PriorityQueue<>(outputs);
      long given = 0;
      while (given < wanted && (given == 0 || bytes - given > least) && !largestFirst.isEmpty()) {
        Held largest = largestFirst.remove();
        boolean gave = way.test(largest.output());
        long left = largest.output().heldBytes();
        if (gave) {
          // One that is written to may have more again.
          given += Math.max(largest.bytes() - left, 1);
          largestFirst.add(new Held(largest.output(), left, largest.ended()));
        }
      }
      return given > 0;
    }
  }

  /** An output and what it held when it was looked at; those that hold the most come first. */
  private record Held(Holder output, long bytes, boolean ended) implements Comparable<Held> {

    private long weight() {
      return ended ? ENDED_COUNTS * bytes : bytes;
    }

    @Override
    public int compareTo(Held other) {
      return Long.compare(other.weight(), weight());
    }
  }
}
