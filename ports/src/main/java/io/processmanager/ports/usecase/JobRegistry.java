package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All jobs that are known, by id and in the order of their start. */
final class JobRegistry {

  private final int endedJobsKept;
  private final Map<JobId, Long> positions = new ConcurrentHashMap<>();
  private final NavigableMap<Long, ManagedJob> inOrder = new ConcurrentSkipListMap<>();
  private final Queue<JobId> gone = new ConcurrentLinkedQueue<>();
  private final AtomicInteger goneCount = new AtomicInteger();
  private long lastPosition;

  JobRegistry(int endedJobsKept) {
    this.endedJobsKept = endedJobsKept;
  }

  /** In turn: a page that shows a job must not miss one with a position before it. */
  synchronized void add(ManagedJob job) {
    long position = ++lastPosition;
    inOrder.put(position, job);
    positions.put(job.id(), position);
  }

  Optional<ManagedJob> find(JobId id) {
    return Optional.ofNullable(positions.get(id)).map(inOrder::get);
  }

  /** Jobs behind a position, oldest start first. */
  NavigableMap<Long, ManagedJob> after(long position) {
    return inOrder.tailMap(position, false);
  }

  Collection<ManagedJob> all() {
    return inOrder.values();
  }

  /**
   * Takes note that nothing of a job is left, and forgets the job that has been gone longest if
   * there are too many.
   *
   * @return the forgotten one
   */
  Optional<JobId> markGone(JobId id) {
    gone.add(id);
    if (goneCount.incrementAndGet() <= endedJobsKept) {
      return Optional.empty();
    }
    goneCount.decrementAndGet();
    JobId oldest = gone.remove();
    Long position = positions.remove(oldest);
    if (position != null) {
      inOrder.remove(position);
    }
    return Optional.of(oldest);
  }
}
