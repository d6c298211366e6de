package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at cgroups and removes them; cgroups(7). */
final class CgroupTree {

  private static final System.Logger LOG = System.getLogger(CgroupTree.class.getName());

  private CgroupTree() {}

  /**
   * Removes a cgroup in which nothing runs, with those that a job may have made in it.
   *
   * @param parent the directory above it
   * @param path its own
   * @return whether it is gone
   */
  static boolean remove(int parent, String name, Path path) {
    try {
      Paths.removeDirectory(parent, name);
      return true;
    } catch (ErrnoException failure) {
      return failure.errno() == Errno.ENOENT
          || (failure.errno() == Errno.EBUSY && removeWithChildren(parent, name, path));
    }
  }

  /** As {@link #remove}, but not if there are any in it. */
  static boolean removeEmpty(int parent, String name) {
    try {
      Paths.removeDirectory(parent, name);
      return true;
    } catch (ErrnoException failure) {
      return failure.errno() == Errno.ENOENT;
    }
  }

  private static boolean removeWithChildren(int parent, String name, Path path) {
    try {
      if (isPopulated(path)) {
        return false;
      }
      int directory = Paths.openDirectory(parent, name);
      try {
        children(path, "*").forEach(child -> remove(directory, child, path.resolve(child)));
      } finally {
        Descriptors.closeQuietly(directory);
      }
      Paths.removeDirectory(parent, name);
      return true;
    } catch (ErrnoException failure) {
      return failure.errno() == Errno.ENOENT;
    } catch (UncheckedIOException notTold) {
      return false;
    }
  }

  /**
   * Whether anything runs in a cgroup or below.
   *
   * @throws UncheckedIOException that cannot be told, as without a free descriptor
   */
  static boolean isPopulated(Path cgroup) {
    return ProcFile.read(cgroup.resolve("cgroup.events"))
        .filter(events -> events.lines().anyMatch("populated 1"::equals))
        .isPresent();
  }

  /** The process ids in a cgroup itself; none where it is threaded and does not tell. */
  static List<String> processes(Path cgroup) {
    try {
      return ProcFile.read(cgroup.resolve("cgroup.procs"))
          .map(text -> text.lines().toList())
          .orElse(List.of());
    } catch (UncheckedIOException notTold) {
      return List.of();
    }
  }

  /** The names of the cgroups right below one. */
  static List<String> children(Path cgroup, String pattern) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(cgroup, pattern)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          names.add(String.valueOf(entry.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException failure) {
      LOG.log(System.Logger.Level.DEBUG, () -> cgroup + " cannot be looked through", failure);
    }
    return names;
  }
}
