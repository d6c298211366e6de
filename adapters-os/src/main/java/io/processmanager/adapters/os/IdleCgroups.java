package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.ports.outbound.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Emptied cgroups that are as new, kept for a moment in case another job is started: to make and to
 * remove one costs the kernel more than it costs to start a process in it, most of it afterwards
 * and on other processors. One that its job left frozen, threaded, or without room for more is not
 * kept. A job with the right to write there may change more: modes of files, BPF programs, extended
 * attributes are not looked at.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class IdleCgroups implements AutoCloseable {

  /** As many as jobs may end and start at once without a pause. */
  private static final int MOST = 64;

  /** Each has six descriptors, of which other parts of this process may want the more. */
  private static final int MOST_WITH_FILES = 16;

  /** As many descriptors as this process may have stand behind each that has files. */
  private static final long DESCRIPTORS_FOR_ONE = 128;

  private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

  private final int parent;
  private final int controllers;
  private final Path path;
  private final Scheduler scheduler;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final Map<JobCgroup, Duration> lent = new ConcurrentHashMap<>();
  private final long mostWithFiles;
  private final AtomicInteger withFiles = new AtomicInteger();
  private final AtomicBoolean expiryDue = new AtomicBoolean();

  private IdleCgroups(
      int parent, int controllers, Path path, Scheduler scheduler, long mostWithFiles) {
    this.mostWithFiles = mostWithFiles;
    this.parent = parent;
    this.controllers = controllers;
    this.path = path;
    this.scheduler = scheduler;
  }

  /**
   * Begins with none.
   *
   * @param parent the directory that they lie in, open as long as this is used
   * @param path that directory's
   */
  static IdleCgroups open(int parent, Path path, Scheduler scheduler) throws ErrnoException {
    long descriptors = ResourceLimits.get(ResourceLimits.RLIMIT_NOFILE).soft();
    // The largest stands for no limit and is negative as a number.
    long most = descriptors < 0 ? MOST_WITH_FILES : descriptors / DESCRIPTORS_FOR_ONE;
    int controllers = Paths.openFile(parent, "cgroup.subtree_control");
    return new IdleCgroups(parent, controllers, path, scheduler, Math.min(most, MOST_WITH_FILES));
  }

  /**
   * A cgroup that is kept.
   *
   * @param files open, for whoever takes it; empty if enough others have theirs open
   */
  record Idle(String name, Optional<CgroupFiles> files, Duration since) {}

  /** Takes the one that was used last, so that the others may go. */
  Optional<Idle> take() {
    return Optional.ofNullable(idle.pollLast());
  }

  /** A job has files that were kept open. Those of one that runs on are needed elsewhere. */
  void lendFiles(JobCgroup job) {
    lent.put(job, scheduler.elapsed());
    expireInTime();
  }

  /** Takes back the files of a cgroup that will not be used again. */
  void close(JobCgroup job, CgroupFiles files) {
    lent.remove(job);
    withFiles.decrementAndGet();
    files.close();
  }

  /**
   * Keeps a job's cgroup if nothing runs in it and it is as new.
   *
   * @param files those that the job was lent, which are taken back with the cgroup
   * @return whether it is kept
   */
  boolean keep(JobCgroup job, String name, Optional<CgroupFiles> files) {
    try {
      if (idle.size() >= MOST) {
        return false;
      }
      if (files.isEmpty()) {
        return isEmpty(name) && keepUnopened(job, name);
      }
      return isAsNew(files.get()) && add(job, name, files);
    } catch (ErrnoException failure) {
      return false;
    }
  }

  private boolean isEmpty(String name) throws ErrnoException {
    return Paths.readShort(parent, name + "/" + CgroupFiles.EVENTS).equals(CgroupFiles.EMPTY);
  }

  /** Without a controller, whose own files would tell of the jobs before. */
  private boolean isAsNew(CgroupFiles files) throws ErrnoException {
    return files.isAsNew() && Descriptors.readStart(controllers).isEmpty();
  }

  private boolean keepUnopened(JobCgroup job, String name) throws ErrnoException {
    CgroupFiles files = CgroupFiles.open(parent, name);
    boolean stayOpen = false;
    try {
      if (!isAsNew(files)) {
        return false;
      }
      stayOpen = withFiles.incrementAndGet() <= mostWithFiles;
      if (!stayOpen) {
        withFiles.decrementAndGet();
      }
      return add(job, name, stayOpen ? Optional.of(files) : Optional.empty());
    } finally {
      if (!stayOpen) {
        files.close();
      }
    }
  }

  private boolean add(JobCgroup job, String name, Optional<CgroupFiles> files) {
    lent.remove(job);
    idle.addLast(new Idle(name, files, scheduler.elapsed()));
    expireInTime();
    return true;
  }

  private void expireInTime() {
    if (!expiryDue.get() && expiryDue.compareAndSet(false, true)) {
      expireLater();
    }
  }

  private void expireLater() {
    var _ = scheduler.after(LONGEST_IDLE, this::expire);
  }

  private synchronized void expire() {
    Duration now = scheduler.elapsed();
    for (Idle oldest = idle.peekFirst();
        oldest != null && isOver(oldest.since(), now);
        oldest = idle.peekFirst()) {
      if (idle.removeFirstOccurrence(oldest)) {
        remove(oldest);
      }
    }
    lent.forEach(
        (job, since) -> {
          if (isOver(since, now)) {
            job.closeFiles();
          }
        });
    expiryDue.set(false);
    if (!idle.isEmpty() || !lent.isEmpty()) {
      expireInTime();
    }
  }

  private static boolean isOver(Duration since, Duration now) {
    return since.plus(LONGEST_IDLE).compareTo(now) <= 0;
  }

  private void remove(Idle cgroup) {
    cgroup
        .files()
        .ifPresent(
            files -> {
              withFiles.decrementAndGet();
              files.close();
            });
    CgroupTree.remove(parent, cgroup.name(), path.resolve(cgroup.name()));
  }

  /** Removes all; the directory may be closed afterwards. */
  @Override
  public synchronized void close() {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      remove(next);
    }
    lent.keySet().forEach(JobCgroup::closeFiles);
    Descriptors.closeQuietly(controllers);
  }
}
