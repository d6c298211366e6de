package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.ports.outbound.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Emptied cgroups that are as new, kept for a moment in case another job is started: to make and to
 * remove one costs the kernel more than it costs to start a process in it, most of it afterwards
 * and on other processors. One that its job left frozen, threaded, or without room for more is not
 * kept. A job with the right to write there may change more: modes of files, BPF programs, extended
 * attributes are not looked at.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class IdleCgroups {

  /** As many as jobs may end and start at once without a pause. */
  private static final int MOST = 64;

  private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

  /** What the files of a new cgroup hold without controllers; cgroups(7). */
  private static final Map<String, String> AS_NEW =
      Map.of(
          "cgroup.type", "domain\n",
          "cgroup.controllers", "",
          "cgroup.max.depth", "max\n",
          "cgroup.max.descendants", "max\n");

  private final int parent;
  private final Path path;
  private final Scheduler scheduler;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean expiryDue = new AtomicBoolean();

  /**
   * @param parent the directory that they lie in, open as long as this is used
   * @param path that directory's
   */
  IdleCgroups(int parent, Path path, Scheduler scheduler) {
    this.parent = parent;
    this.path = path;
    this.scheduler = scheduler;
  }

  private record Idle(String name, Duration since) {}

  /** Takes the one that was used last, so that the others may go. */
  Optional<String> take() {
    return Optional.ofNullable(idle.pollLast()).map(Idle::name);
  }

  /**
   * Keeps a cgroup that nothing runs in.
   *
   * @return false if it is not kept, as it is not empty or not as new
   */
  boolean keep(String name) {
    if (idle.size() >= MOST || !isAsNew(name)) {
      return false;
    }
    idle.addLast(new Idle(name, scheduler.elapsed()));
    if (expiryDue.compareAndSet(false, true)) {
      expireLater();
    }
    return true;
  }

  private boolean isAsNew(String name) {
    try {
      String events = Paths.readShort(parent, name + "/cgroup.events");
      if (!events.equals("populated 0\nfrozen 0\n")) {
        return false;
      }
      for (Map.Entry<String, String> file : AS_NEW.entrySet()) {
        if (!Paths.readShort(parent, name + "/" + file.getKey()).equals(file.getValue())) {
          return false;
        }
      }
      return Paths.readShort(parent, name + "/cgroup.stat").startsWith("nr_descendants 0\n");
    } catch (ErrnoException failure) {
      return false;
    }
  }

  private void expireLater() {
    var _ = scheduler.after(LONGEST_IDLE, this::expire);
  }

  private synchronized void expire() {
    Duration now = scheduler.elapsed();
    for (Idle oldest = idle.peekFirst();
        oldest != null && oldest.since().plus(LONGEST_IDLE).compareTo(now) <= 0;
        oldest = idle.peekFirst()) {
      if (idle.removeFirstOccurrence(oldest)) {
        remove(oldest);
      }
    }
    expiryDue.set(false);
    if (!idle.isEmpty() && expiryDue.compareAndSet(false, true)) {
      expireLater();
    }
  }

  private void remove(Idle cgroup) {
    CgroupTree.remove(parent, cgroup.name(), path.resolve(cgroup.name()));
  }

  /** Removes all; the directory may be closed afterwards. */
  synchronized void clear() {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      remove(next);
    }
  }
}
