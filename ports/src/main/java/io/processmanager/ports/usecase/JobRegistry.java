package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
  private final OwnedQueue<Gone> gone = new OwnedQueue<>();
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
   * Takes note that nothing of a job is left. If too many such jobs are known then, or too much
   * that they were started with, forgets those that have been gone longest of whoever has the most.
   *
   * @param now on the scheduler's clock
   * @return the forgotten ones
   */
  List<JobId> markGone(ManagedJob job, Duration now) {
    Job last = job.snapshot();
    return markGone(last.owner(), new Gone(last.id(), now), SpecSize.of(last.spec()));
  }

  private synchronized List<JobId> markGone(Owner owner, Gone last, long specSize) {
    gone.add(owner, last, specSize);
    List<JobId> forgotten = new ArrayList<>();
    while (gone.number() > endedJobsKept) {
      forgotten.add(forget(gone.removeFromTheMost()));
    }
    while (gone.size() > LARGEST_GONE_SPEC_SIZE) {
      forgotten.add(forget(gone.removeFromTheLargest()));
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
    while (!gone.isEmpty() && gone.oldest().at().compareTo(time) <= 0) {
      forgotten.add(forget(gone.removeOldest()));
    }
    return forgotten;
  }

  /** When the job was gone that has been so for longest; empty if there is none. */
  synchronized Optional<Duration> oldestGone() {
    return gone.isEmpty() ? Optional.empty() : Optional.of(gone.oldest().at());
  }

  private JobId forget(Gone job) {
    remove(job.id());
    return job.id();
  }

  /** Forgets a job whatever is left of it; does nothing if it is not known. */
  synchronized void remove(JobId job) {
    Long position = positions.remove(job);
    if (position != null) {
      inOrder.remove(position);
    }
  }

  private record Gone(JobId id, Duration at) {}
}
