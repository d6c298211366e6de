package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All jobs that are known, by id and in the order of their start. */
final class JobRegistry {

  /** In characters. */
  private static final long LARGEST_GONE_SPEC_SIZE = 32L << 20;

  private final int endedJobsKept;
  private final Map<JobId, Long> positions = new ConcurrentHashMap<>();
  private final NavigableMap<Long, ManagedJob> inOrder = new ConcurrentSkipListMap<>();

  // Guarded by this.
  private final Queue<Gone> gone = new ArrayDeque<>();
  private long goneSpecSize;
  private long lastPosition;

  JobRegistry(int endedJobsKept) {
    this.endedJobsKept = endedJobsKept;
  }

  /** In turn: a page that shows a job must not miss one with a position before it. */
  synchronized void add(ManagedJob job) {
    long position = ++lastPosition;
    // In this order: what a page shows can be found by its id.
    positions.put(job.id(), position);
    inOrder.put(position, job);
  }

  Optional<ManagedJob> find(JobId id) {
    return Optional.ofNullable(positions.get(id)).map(inOrder::get);
  }

  /** Jobs behind a position, oldest start first. */
  NavigableMap<Long, ManagedJob> after(long position) {
    return inOrder.tailMap(position, false);
  }

  /** As {@link #after(long)}, of one job only. */
  Map<Long, ManagedJob> after(long position, JobId only) {
    Long known = positions.get(only);
    return known == null || known <= position ? Map.of() : inOrder.subMap(known, true, known, true);
  }

  Collection<ManagedJob> all() {
    return inOrder.values();
  }

  /**
   * Takes note that nothing of a job is left, and forgets jobs that have been gone longest if there
   * are too many, or too much that they were started with.
   *
   * @param now on the scheduler's clock
   * @return the forgotten ones
   */
  List<JobId> markGone(ManagedJob job, Duration now) {
    return markGone(new Gone(job.id(), SpecSize.of(job.snapshot().spec()), now));
  }

  private synchronized List<JobId> markGone(Gone last) {
    gone.add(last);
    goneSpecSize += last.specSize();
    List<JobId> forgotten = new ArrayList<>();
    while (gone.size() > endedJobsKept || goneSpecSize > LARGEST_GONE_SPEC_SIZE) {
      forgotten.add(forgetOldest());
    }
    return forgotten;
  }

  /**
   * Forgets the jobs that were gone at {@code time} and before.
   *
   * @return the forgotten ones
   */
  synchronized List<JobId> forgetGoneBy(Duration time) {
    List<JobId> forgotten = new ArrayList<>();
    while (!gone.isEmpty() && gone.element().at().compareTo(time) <= 0) {
      forgotten.add(forgetOldest());
    }
    return forgotten;
  }

  /** When the job was gone that has been so for longest; empty if there is none. */
  synchronized Optional<Duration> oldestGone() {
    return Optional.ofNullable(gone.peek()).map(Gone::at);
  }

  private JobId forgetOldest() {
    Gone oldest = gone.remove();
    goneSpecSize -= oldest.specSize();
    remove(oldest.id());
    return oldest.id();
  }

  /** Forgets a job whatever is left of it; does nothing if it is not known. */
  synchronized void remove(JobId job) {
    Long position = positions.remove(job);
    if (position != null) {
      inOrder.remove(position);
    }
  }

  private record Gone(JobId id, long specSize, Duration at) {}
}
