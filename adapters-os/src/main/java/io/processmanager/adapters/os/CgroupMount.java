package io.processmanager.adapters.os;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where this process's own cgroup of version 2 is mounted, alone or beside the hierarchies of
 * version 1; proc_pid_mountinfo(5), proc_pid_cgroup(5).
 */
final class CgroupMount {

  private static final Path SELF = Path.of("/proc/self");
  private static final String SEPARATOR = " - ";
  private static final int ROOT = 3;
  private static final int MOUNT_POINT = 4;
  private static final int OPTIONS = 5;

  private CgroupMount() {}

  /** The directory of this process's own cgroup; empty if it is not mounted here. */
  static Optional<String> ownDirectory() {
    return ProcFile.read(SELF.resolve("mountinfo"))
        .flatMap(
            mounts ->
                ProcFile.read(SELF.resolve("cgroup"))
                    .flatMap(membership -> ownDirectory(mounts, membership)));
  }

  /**
   * The directory of a process's cgroup.
   *
   * @param mounts its {@code mountinfo}
   * @param membership its {@code cgroup}
   */
  static Optional<String> ownDirectory(String mounts, String membership) {
    return lines(membership).stream()
        .filter(line -> line.startsWith("0::/"))
        .map(line -> line.substring("0::".length()))
        .findFirst()
        .flatMap(path -> directory(mounts, path));
  }

  private static Optional<String> directory(String mounts, String path) {
    return lines(mounts).stream()
        .filter(CgroupMount::isCgroup2)
        .map(line -> line.split(" ", -1))
        // A container may have it twice: to look at, and to use.
        .sorted(Comparator.comparing(CgroupMount::isReadOnly))
        .flatMap(
            fields ->
                below(unescaped(fields[ROOT]), path)
                    .map(rest -> unescaped(fields[MOUNT_POINT]) + rest)
                    .stream())
        .findFirst();
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\n", -1));
  }

  private static boolean isCgroup2(String line) {
    int separator = line.indexOf(SEPARATOR);
    return separator >= 0 && line.startsWith("cgroup2 ", separator + SEPARATOR.length());
  }

  private static boolean isReadOnly(String[] fields) {
    return Arrays.asList(fields[OPTIONS].split(",", -1)).contains("ro");
  }

  /** What {@code path} has behind {@code root}, as a mount may show a part of the tree only. */
  private static Optional<String> below(String root, String path) {
    String base = root.equals("/") ? "" : root;
    boolean isWithin = path.equals(base) || path.startsWith(base + "/");
    // Above the root of a cgroup namespace a path begins with "/..".
    if (!isWithin || (path + "/").startsWith("/../")) {
      return Optional.empty();
    }
    String rest = path.substring(base.length());
    return Optional.of(rest.equals("/") ? "" : rest);
  }

  /** Blanks, tabs, line ends and backslashes stand there as a backslash and three octal digits. */
  private static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
