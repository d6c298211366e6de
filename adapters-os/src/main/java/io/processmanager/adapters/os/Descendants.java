package io.processmanager.adapters.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What descends from a process, by the lists of children that the kernel keeps;
 * proc_tid_children(5). That takes as long as there are descendants, however much else runs.
 * Children that come or go meanwhile may be missed.
 */
final class Descendants {

  private static final Path PROC = Path.of("/proc");

  /** Kernels without CONFIG_PROC_CHILDREN have none. */
  private static final Path OWN_LIST = PROC.resolve("thread-self/children");

  private Descendants() {}

  /**
   * Returns them, or empty if that cannot be told.
   *
   * @param root a process that is kept from being reaped, which the caller makes sure of afterwards
   */
  static Optional<List<LiveProcess>> of(long root) {
    if (!Files.exists(OWN_LIST)) {
      return Optional.empty();
    }
    try {
      List<LiveProcess> found = childrenOf(root);
      Deque<LiveProcess> toFollow = new ArrayDeque<>(found);
      for (LiveProcess next = toFollow.poll(); next != null; next = toFollow.poll()) {
        List<LiveProcess> children = childrenOf(next.pid());
        // If it is there still, its number was nobody else's when they were its children.
        if (!children.isEmpty() && next.isStillThere()) {
          found.addAll(children);
          toFollow.addAll(children);
        }
      }
      return Optional.of(found);
    } catch (UncheckedIOException notTold) {
      return Optional.empty();
    }
  }

  /** Of each thread, separated by spaces. */
  private static List<LiveProcess> childrenOf(long parent) {
    List<LiveProcess> children = new ArrayList<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(PROC.resolve(Long.toString(parent)).resolve("task"))) {
      for (Path thread : threads) {
        ProcFile.read(thread.resolve("children"))
            .ifPresent(
                list ->
                    list.strip()
                        .lines()
                        .flatMap(line -> List.of(line.split(" ", -1)).stream())
                        .map(Long::valueOf)
                        .flatMap(pid -> LiveProcess.read(pid).stream())
                        .filter(child -> child.stat().parent() == parent)
                        .forEach(children::add));
      }
    } catch (NoSuchFileException ended) {
      return children;
    } catch (IOException e) {
      throw new UncheckedIOException("the threads of " + parent + " cannot be listed", e);
    } catch (DirectoryIteratorException e) {
      // As that of a process that has ended meanwhile.
      return children;
    }
    return children;
  }
}
