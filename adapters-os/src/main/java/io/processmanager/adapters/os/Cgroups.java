package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.ports.outbound.Scheduler;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cgroup in which an engine gives each job one of its own; cgroups(7). Its directory is locked
 * as long as the engine lives, so that another engine can tell one that was left behind.
 */
final class Cgroups implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Cgroups.class.getName());
  static final String PREFIX = "process-manager.";

  private final int parent;
  private final String name;
  private final int directory;
  private final String path;
  private final AtomicLong made = new AtomicLong();
  private Optional<IdleCgroups> idle = Optional.empty();

  private Cgroups(int parent, String name, int directory, String path) {
    this.parent = parent;
    this.name = name;
    this.directory = directory;
    this.path = path;
  }

  /**
   * Makes a cgroup below this process's own, or beside it if that is a {@linkplain CgroupPlace leaf
   * of a delegated one}, and clears away what engines that are no more left there.
   *
   * @throws UnsupportedOperationException there is none, or it may not be used; the message says
   *     why
   */
  static Cgroups open() {
    String own =
        CgroupMount.ownDirectory()
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "no cgroup v2 tree with this process in it is mounted"));
    return besideLeaf(own).map(Cgroups::openBeside).orElseGet(() -> open(own));
  }

  private static Optional<String> besideLeaf(String own) {
    try {
      return CgroupPlace.besideLeaf(Path.of(own)).map(Path::toString);
    } catch (InvalidPathException noneOfThisLocale) {
      return Optional.empty();
    }
  }

  /** Nothing runs in that cgroup itself, so it may hand its controllers on. */
  private static Cgroups openBeside(String delegated) {
    Cgroups made = open(delegated);
    handMemoryOn(made.parent);
    return made;
  }

  /** As {@link #open()}, below the cgroup with the given directory. */
  static Cgroups open(String own) {
    try {
      int parent = Paths.openDirectory(Paths.OWN_DIRECTORY, own);
      try {
        Cgroups made = make(parent, own);
        AbandonedCgroups.clear(parent, own);
        return made;
      } catch (ErrnoException | RuntimeException failure) {
        Descriptors.closeQuietly(parent);
        throw failure;
      }
    } catch (ErrnoException | InvalidPathException failure) {
      throw new UnsupportedOperationException(
          "no cgroup can be made in " + own + ": " + failure.getMessage(), failure);
    }
  }

  /** Somebody who clears may take a new directory for an abandoned one, until it is locked. */
  private static Cgroups make(int parent, String own) throws ErrnoException {
    while (true) {
      String name = PREFIX + UUID.randomUUID();
      Paths.makeDirectory(parent, name);
      OptionalInt directory = openMade(parent, name);
      if (directory.isPresent()) {
        Cgroups made = new Cgroups(parent, name, directory.getAsInt(), own + "/" + name);
        if (made.isOurs()) {
          return made;
        }
      }
    }
  }

  /** Returns false if somebody has cleared it away in between; whatever fails undoes it. */
  private boolean isOurs() throws ErrnoException {
    try {
      boolean ours = Descriptors.tryLock(directory) && Files.exists(Path.of(path));
      if (ours) {
        requireKill();
      } else {
        Descriptors.closeQuietly(directory);
      }
      return ours;
    } catch (ErrnoException | RuntimeException | Error failure) {
      Descriptors.closeQuietly(directory);
      Paths.removeDirectory(parent, name);
      throw failure;
    }
  }

  /** Empty if somebody has cleared it away in between. */
  private static OptionalInt openMade(int parent, String name) throws ErrnoException {
    try {
      return OptionalInt.of(Paths.openDirectory(parent, name));
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.ENOENT) {
        return OptionalInt.empty();
      }
      Paths.removeDirectory(parent, name);
      throw failure;
    }
  }

  private void requireKill() {
    if (!Files.exists(Path.of(path, JobCgroup.KILL))) {
      throw new UnsupportedOperationException(
          "the kernel cannot kill a cgroup as a whole; Linux 5.14 or later can");
    }
  }

  /**
   * Tries to start a process in a cgroup.
   *
   * @param anyDescriptor an open one
   * @throws ErrnoException it is not allowed here
   */
  void probe(Spawn spawn, int anyDescriptor) throws ErrnoException {
    JobCgroup job = create();
    try {
      int cgroup = job.open();
      try {
        spawn.probe(anyDescriptor, OptionalInt.of(cgroup));
      } finally {
        job.started(cgroup);
      }
    } finally {
      job.remove();
    }
  }

  /** The directory. */
  String path() {
    return path;
  }

  /**
   * Has the kernel tell of each job's cgroup whether it was out of memory, where it lets us. There
   * are no processes in this cgroup itself, so nothing but the controller's absence is against it.
   */
  void accountMemory() {
    handMemoryOn(directory);
  }

  static void handMemoryOn(int cgroup) {
    try {
      if (Paths.readShort(cgroup, "cgroup.controllers").contains("memory")) {
        Paths.write(cgroup, "cgroup.subtree_control", "+memory");
      }
    } catch (ErrnoException failure) {
      LOG.log(System.Logger.Level.DEBUG, "ends for want of memory cannot be told", failure);
    }
  }

  /** Has cgroups of ended jobs used again for a moment, before they are removed. */
  void reuse(Scheduler scheduler) throws ErrnoException {
    idle = Optional.of(IdleCgroups.open(directory, Path.of(path), scheduler));
  }

  /** Removes those that are kept; no more are made from now on. */
  void keepNoneForReuse() {
    idle.ifPresent(IdleCgroups::close);
    idle = Optional.empty();
  }

  /** A cgroup for one job, with nothing in it. */
  JobCgroup create() throws ErrnoException {
    Optional<IdleCgroups.Idle> kept = idle.flatMap(IdleCgroups::take);
    if (kept.isPresent()) {
      return create(kept.get());
    }
    String job = "job-" + made.incrementAndGet();
    Paths.makeDirectory(directory, job);
    return new JobCgroup(directory, job, Path.of(path, job), idle, Optional.empty());
  }

  private JobCgroup create(IdleCgroups.Idle kept) {
    Path place = Path.of(path, kept.name());
    JobCgroup job = new JobCgroup(directory, kept.name(), place, idle, kept.files());
    if (kept.files().isPresent()) {
      idle.orElseThrow().lendFiles(job);
    }
    return job;
  }

  /** Removes the cgroup. One in which something still runs is left for the next engine to clear. */
  @Override
  public void close() {
    keepNoneForReuse();
    // Locked until it is gone, so that nobody takes it for abandoned.
    try {
      Paths.removeDirectory(parent, name);
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ENOENT) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> "cgroup " + path + " is left behind: " + failure.description());
      }
    } finally {
      Descriptors.closeQuietly(directory);
      Descriptors.closeQuietly(parent);
    }
  }
}
