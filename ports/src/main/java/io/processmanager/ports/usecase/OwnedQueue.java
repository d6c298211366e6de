package io.processmanager.ports.usecase;

import io.processmanager.domain.owner.Owner;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Things in the order they came in, each of which belongs to somebody. When there are too many, the
 * oldest goes of whoever has the most: so who adds many pushes out their own, and what others have
 * stays. A step takes time with the logarithm of the number of owners.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class OwnedQueue<T> {

  private static final Comparator<Share<?>> YOUNGEST_LAST =
      Comparator.comparingLong(share -> share.oldest().place());

  private final Map<Owner, Share<T>> shares = new HashMap<>();
  private final NavigableSet<Share<T>> byNumber = largestLast(Share::number);
  private final NavigableSet<Share<T>> bySize = largestLast(share -> share.size);
  private final NavigableSet<Share<T>> byAge = new TreeSet<>(YOUNGEST_LAST);
  private long added;
  private int number;
  private long size;

  /** Of those who have as much as each other, the one whose oldest is oldest comes last. */
  private static <T> NavigableSet<Share<T>> largestLast(ToLongFunction<Share<?>> measure) {
    Comparator<Share<?>> smallestFirst = Comparator.comparingLong(measure);
    return new TreeSet<>(smallestFirst.thenComparing(YOUNGEST_LAST.reversed()));
  }

  /** Adds what is the youngest then; its size in a measure of the caller's. */
  void add(Owner owner, T thing, long itsSize) {
    Share<T> share = shares.computeIfAbsent(owner, Share::new);
    takeOut(share);
    share.entries.add(new Entry<>(thing, itsSize, ++added));
    share.size += itsSize;
    number++;
    size += itsSize;
    putIn(share);
  }

  boolean isEmpty() {
    return number == 0;
  }

  int number() {
    return number;
  }

  /** Of all together. */
  long size() {
    return size;
  }

  /** Returns the oldest of all; there is one. */
  T oldest() {
    return byAge.first().oldest().thing();
  }

  /** Removes the oldest of all; there is one. */
  T removeOldest() {
    return removeFrom(byAge.first());
  }

  /** Removes the oldest of the owner who has the most things; there is one. */
  T removeFromTheMost() {
    return removeFrom(byNumber.last());
  }

  /** Removes the oldest of the owner whose things are largest together; there is one. */
  T removeFromTheLargest() {
    return removeFrom(bySize.last());
  }

  private T removeFrom(Share<T> share) {
    takeOut(share);
    Entry<T> oldest = share.entries.remove();
    share.size -= oldest.size();
    number--;
    size -= oldest.size();
    putIn(share);
    return oldest.thing();
  }

  /** Before it changes: it would not be found in its places afterwards. */
  private void takeOut(Share<T> share) {
    if (share.number() > 0) {
      byNumber.remove(share);
      bySize.remove(share);
      byAge.remove(share);
    }
  }

  private void putIn(Share<T> share) {
    if (share.number() > 0) {
      byNumber.add(share);
      bySize.add(share);
      byAge.add(share);
    } else {
      shares.remove(share.owner);
    }
  }

  /** What one owner has. */
  private static final class Share<T> {
    private final Owner owner;
    private final Queue<Entry<T>> entries = new ArrayDeque<>();
    private long size;

    Share(Owner owner) {
      this.owner = owner;
    }

    int number() {
      return entries.size();
    }

    Entry<T> oldest() {
      return entries.element();
    }
  }

  /**
   * One thing.
   *
   * @param place in the order of all; never used twice
   */
  private record Entry<T>(T thing, long size, long place) {}
}
