package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Cgroups of engines that were killed before they could remove them. */
final class AbandonedCgroups {

  private static final System.Logger LOG = System.getLogger(AbandonedCgroups.class.getName());

  private AbandonedCgroups() {}

  /**
   * Removes those below {@code parent} in which nothing runs. One that is locked has an engine; one
   * in which something runs is left alone and told of.
   *
   * @param path that of {@code parent}
   */
  static void clear(int parent, String path) {
    for (String name : CgroupTree.children(Path.of(path), Cgroups.PREFIX + "*")) {
      try {
        clear(parent, name, Path.of(path, name));
      } catch (ErrnoException failure) {
        LOG.log(
            System.Logger.Level.WARNING,
            () ->
                "abandoned cgroup "
                    + path
                    + "/"
                    + name
                    + " is not cleared: "
                    + failure.getMessage());
      }
    }
  }

  private static void clear(int parent, String name, Path path) throws ErrnoException {
    int directory;
    try {
      directory = Paths.openDirectory(parent, name);
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.ENOENT) {
        return;
      }
      throw failure;
    }
    try {
      // Without a lock, it may be one that its engine has just removed.
      if (!Descriptors.tryLock(directory) || !Files.exists(path)) {
        return;
      }
      List<String> left =
          CgroupTree.children(path, "*").stream()
              .filter(job -> !CgroupTree.remove(directory, job, path.resolve(job)))
              .toList();
      if (left.isEmpty() && CgroupTree.remove(parent, name, path)) {
        LOG.log(System.Logger.Level.INFO, () -> "cleared the abandoned cgroup " + path);
      } else {
        tellOfWhatIsLeft(path, left);
      }
    } finally {
      Descriptors.closeQuietly(directory);
    }
  }

  private static void tellOfWhatIsLeft(Path path, List<String> left) {
    long busy = left.stream().filter(job -> CgroupTree.isPopulated(path.resolve(job))).count();
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            busy == 0
                ? "the abandoned cgroup " + path + " cannot be removed; remove it as its owner"
                : "in the abandoned cgroup "
                    + path
                    + " processes of "
                    + busy
                    + " jobs still run; end them by: echo 1 > "
                    + path
                    + "/"
                    + JobCgroup.KILL);
  }
}
