package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
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

  Collection<ManagedJob> all() {
    return inOrder.values();
  }

  /**
   * Takes note that nothing of a job is left, and forgets jobs that have been gone longest if there
   * are too many, or too much that they were started with.
   *
   * @return the forgotten ones
   */
  synchronized List<JobId> markGone(ManagedJob job) {
    Gone last = new Gone(job.id(), SpecSize.of(job.snapshot().spec()));
    gone.add(last);
    goneSpecSize += last.specSize();
    List<JobId> forgotten = new ArrayList<>();
    while (gone.size() > endedJobsKept || goneSpecSize > LARGEST_GONE_SPEC_SIZE) {
      Gone oldest = gone.remove();
      goneSpecSize -= oldest.specSize();
      inOrder.remove(positions.remove(oldest.id()));
      forgotten.add(oldest.id());
    }
    return forgotten;
  }

  private record Gone(JobId id, long specSize) {}
}
