package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cgroup of one job. All that its leader forks is in it, whatever session, group or parent it
 * has; only a process that may write to the files of other cgroups can leave it.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class JobCgroup {

  /** Kills all that is in the cgroup and what is being forked there; Linux 5.14, cgroups(7). */
  static final String KILL = "cgroup.kill";

  private static final System.Logger LOG = System.getLogger(JobCgroup.class.getName());
  private static final String MEMORY_EVENTS = "memory.events";

  private final int parent;
  private final String name;
  private final Path path;
  private final Optional<IdleCgroups> reuse;
  private final Complaints complaints = new Complaints(LOG);

  // Guarded by this.
  private Optional<CgroupFiles> files;
  private boolean starting;
  private boolean mayBeReused = true;
  private boolean removed;

  /**
   * @param parent the directory above it, open as long as this is used
   * @param path its own
   * @param reuse keeps cgroups for other jobs, if they are fit for that
   * @param files its own that were kept open for it; to be given back
   */
  JobCgroup(
      int parent,
      String name,
      Path path,
      Optional<IdleCgroups> reuse,
      Optional<CgroupFiles> files) {
    this.parent = parent;
    this.name = name;
    this.path = path;
    this.reuse = reuse;
    this.files = files;
  }

  /** Opens its directory, for a process to be started in; to be closed by {@link #started}. */
  synchronized int open() throws ErrnoException {
    if (files.isPresent() && !files.get().areThere()) {
      closeFiles();
    }
    if (files.isPresent()) {
      starting = true;
      return files.get().directory();
    }
    try {
      return Paths.openDirectory(parent, name);
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ENOENT) {
        throw failure;
      }
      // An empty one that was kept for reuse may have been removed by anybody.
      Paths.makeDirectory(parent, name);
      return Paths.openDirectory(parent, name);
    }
  }

  /** The process has been started, or not. */
  synchronized void started(int directory) {
    if (starting) {
      starting = false;
    } else {
      Descriptors.closeQuietly(directory);
    }
  }

  /** Gives the files that were kept open for it back, unless they are just being used. */
  synchronized void closeFiles() {
    if (!starting) {
      files.ifPresent(open -> reuse.orElseThrow().close(this, open));
      files = Optional.empty();
    }
  }

  /** Kills all that is in it, whoever it belongs to. */
  synchronized void kill() {
    if (removed) {
      return;
    }
    mayBeReused = false;
    try {
      Paths.write(parent, name + "/" + KILL, "1");
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ENOENT) {
        complaints.warn("cgroup " + path + " cannot be killed: " + failure.getMessage());
      }
    }
  }

  /**
   * Removes it or gives it away for reuse, if nothing runs in it. A zombie does not count;
   * cgroups(7).
   *
   * @return whether it is gone
   */
  synchronized boolean remove() {
    removed = removed || isKept() || isRemoved(CgroupTree.remove(parent, name, path));
    return removed;
  }

  private boolean isKept() {
    boolean kept = mayBeReused && reuse.filter(idle -> idle.keep(this, name, files)).isPresent();
    if (kept) {
      files = Optional.empty();
    }
    return kept;
  }

  private boolean isRemoved(boolean gone) {
    if (gone) {
      closeFiles();
    }
    return gone;
  }

  /**
   * As {@link #remove()}, without a look at what is in it: at one stroke or not at all, for a
   * thread that has others to serve.
   */
  synchronized boolean removeAtOnce() {
    removed = removed || isKept() || isRemoved(CgroupTree.removeEmpty(parent, name));
    return removed;
  }

  /**
   * Keeps it from being used again. The kernel takes a process that is started in a cgroup which
   * has ever been killed for one that escaped the kill, and kills it; so it goes for good when it
   * is killed here, or may have been from within. Seen with Linux 6.18.
   */
  synchronized void doNotReuse() {
    mayBeReused = false;
  }

  /** Whether anything is known to run in it besides the process {@code pid}. */
  boolean hasOthersThan(long pid) {
    try {
      return CgroupTree.isPopulated(path)
          && !CgroupTree.processes(path).equals(List.of(Long.toString(pid)));
    } catch (UncheckedIOException notTold) {
      return false;
    }
  }

  /**
   * Whether the kernel has killed one of its processes for want of memory. Nothing is told where
   * the memory controller is not enabled for it.
   */
  boolean outOfMemory() {
    try {
      return ProcFile.read(path.resolve(MEMORY_EVENTS)).filter(JobCgroup::tellsOfKill).isPresent();
    } catch (UncheckedIOException notTold) {
      // Asked when the leader has ended: of that everybody must hear, whatever cannot be read.
      return false;
    }
  }

  /** Lines of a key and a number; {@code oom_kill} counts the processes killed. */
  private static boolean tellsOfKill(String events) {
    return events
        .lines()
        .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
