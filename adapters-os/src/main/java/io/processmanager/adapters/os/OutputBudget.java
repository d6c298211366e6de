package io.processmanager.adapters.os;

import io.processmanager.domain.owner.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that all outputs have together, and who gives when there are too many: the owner who
 * has the most then, however many outputs that is, and of those the one that holds the most, where
 * one that has ended counts twice. So who clearly has less loses nothing to who has more: what one
 * output gives at once is the difference that there may be.
 *
 * <p><b>Threading.</b> Any thread, which holds no lock of an output: those of others are taken.
 */
final class OutputBudget {

  private static final int ENDED_COUNTS = 2;

  /**
   * How much is given at once where it takes many outputs, and not more than the share of all: it
   * takes a look at each output to find out who gives.
   */
  private static final long GIVEN_AT_ONCE = 4L << 20;

  private static final int SHARE_GIVEN_AT_ONCE = 64;

  /** What the least of files takes of a disk. */
  private static final long DISK_BLOCK_BYTES = 4096;

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

  /**
   * Has about so many bytes given. Returns whether there is less, whoever it was that took it;
   * false if none have to be given, or nobody has any.
   */
  private boolean makesRoom(long bytes) {
    if (bytes <= 0) {
      return false;
    }
    long wanted = Math.max(bytes, givenAtOnce);
    long given = 0;
    Givers givers = new Givers(outputs, LongUnaryOperator.identity());
    while (given < wanted && givers.any()) {
      Held next = givers.next();
      given += givers.less(next, next.output().makeRoom());
    }
    return given > 0;
  }

  /**
   * Has outputs give their oldest segments until a disk has room for about so many bytes. Whoever
   * has the most is told by what files take there. Returns whether there was any.
   */
  boolean dropOldest(long bytes) {
    long dropped = 0;
    Givers givers = new Givers(outputs, OutputBudget::onDisk);
    while (dropped < bytes && givers.any()) {
      Held next = givers.next();
      boolean gave = next.output().dropOldest();
      long less = givers.less(next, gave);
      dropped += gave ? Math.max(less, DISK_BLOCK_BYTES) : 0;
    }
    return dropped > 0;
  }

  /** At least: each of an output's files may end with a block that is not full. */
  private static long onDisk(long bytes) {
    return Math.ceilDiv(bytes, DISK_BLOCK_BYTES) * DISK_BLOCK_BYTES;
  }

  /** Takes bytes back. */
  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** What is taken now. */
  long usedBytes() {
    return used.get();
  }

  /** Whose turn it is, by a look at each output and by what has been given since. */
  private static final class Givers {

    private final PriorityQueue<Share> owners = new PriorityQueue<>();
    private final LongUnaryOperator measure;

    /**
     * @param measure what so many bytes of an output count
     */
    Givers(Collection<? extends Holder> outputs, LongUnaryOperator measure) {
      this.measure = measure;
      Map<Owner, Share> shares = new HashMap<>();
      for (Holder output : outputs) {
        long held = output.heldBytes();
        if (held > 0) {
          shares
              .computeIfAbsent(output.owner(), _ -> new Share())
              .add(new Held(output, held, measure.applyAsLong(held), output.hasEnded()));
        }
      }
      owners.addAll(shares.values());
    }

    boolean any() {
      return !owners.isEmpty();
    }

    Held next() {
      return owners.element().largest();
    }

    /**
     * Takes note of what the next one has given.
     *
     * @param gave whether it has given any; others may have taken it
     * @return how much less it has
     */
    long less(Held next, boolean gave) {
      Share share = owners.remove();
      long left = next.output().heldBytes();
      Held rest = new Held(next.output(), left, measure.applyAsLong(left), next.ended());
      // One that is written to may have more again.
      long less = Math.max(next.counts() - rest.counts(), gave ? 1 : 0);
      share.given(less);
      if (gave && left > 0) {
        share.putBack(rest);
      }
      if (share.hasAny()) {
        owners.add(share);
      }
      return less;
    }
  }

  /** What one owner has; who has the most comes first. */
  private static final class Share implements Comparable<Share> {

    private final List<Held> outputs = new ArrayList<>();
    private @Nullable PriorityQueue<Held> largestFirst;
    private long counts;

    void add(Held output) {
      outputs.add(output);
      counts += output.counts();
    }

    Held largest() {
      return queue().element();
    }

    /** Only of owners who give, mostly one. */
    private PriorityQueue<Held> queue() {
      PriorityQueue<Held> queue = largestFirst;
      if (queue == null) {
        queue = new PriorityQueue<>(outputs);
        largestFirst = queue;
      }
      return queue;
    }

    /** The largest has given so much. */
    void given(long less) {
      queue().remove();
      counts -= less;
    }

    /** It may give again. */
    void putBack(Held largest) {
      queue().add(largest);
    }

    boolean hasAny() {
      return !queue().isEmpty();
    }

    @Override
    public int compareTo(Share other) {
      return Long.compare(other.counts, counts);
    }
  }

  /**
   * An output as it was looked at; those that count the most come first.
   *
   * @param bytes what it held
   * @param counts what that counts
   */
  private record Held(Holder output, long bytes, long counts, boolean ended)
      implements Comparable<Held> {

    private long weight() {
      return ended ? ENDED_COUNTS * counts : counts;
    }

    @Override
    public int compareTo(Held other) {
      int byWeight = Long.compare(other.weight(), weight());
      return byWeight == 0 ? Long.compare(other.bytes, bytes) : byWeight;
    }
  }
}
