package io.processmanager.adapters.grpc.wire;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who else could put a socket in the place of another: whoever may write a directory on the way to
 * it. Looks at all of them, and at those that symbolic links lead through, as sshd's StrictModes
 * does.
 */
public final class SocketDirectory {

  private static final long ROOT = 0;
  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;

  /** As the kernel; path_resolution(7). */
  private static final int MOST_LINKS = 40;

  private final Set<Long> believed;
  private final boolean isStickyEnough;

  private SocketDirectory(Set<Long> believed, boolean isStickyEnough) {
    this.believed = believed;
    this.isStickyEnough = isStickyEnough;
  }

  /**
   * Why nobody should listen in {@code directory}; empty if it is safe. Where others may write, the
   * sticky bit is enough: it keeps them from what is the worker's.
   *
   * @throws IOException it cannot be told, for instance as there is no such directory
   */
  public static Optional<String> whyUnsafe(Path directory) throws IOException {
    long own = ThisProcess.uid();
    Optional<String> why = believing(true, ROOT, own).follow(directory);
    long owner = owner(directory.toRealPath());
    return why.isEmpty() && owner != ROOT && owner != own
        ? Optional.of(belongsTo(directory, owner))
        : why;
  }

  /**
   * Whether {@code directory} belongs to the user {@code uid}, and nobody but that user, root and
   * the one who asks can have put there what is there.
   *
   * @throws IOException it cannot be told
   */
  public static boolean isKeptBy(long uid, Path directory) throws IOException {
    return believing(false, ROOT, ThisProcess.uid(), uid).follow(directory).isEmpty()
        && owner(directory.toRealPath()) == uid;
  }

  private static SocketDirectory believing(boolean isStickyEnough, Long... uids) {
    return new SocketDirectory(Set.copyOf(List.of(uids)), isStickyEnough);
  }

  /** Goes the way to {@code directory} as the kernel does, until something is wrong. */
  private Optional<String> follow(Path directory) throws IOException {
    Deque<Path> rest = new ArrayDeque<>();
    Path absolute = directory.toAbsolutePath();
    absolute.forEach(rest::add);
    Path root = Objects.requireNonNull(absolute.getRoot());
    Path at = root;
    Optional<String> wrong = wrongWith(at);
    for (int links = 0; wrong.isEmpty() && !rest.isEmpty(); ) {
      Path next = at.resolve(rest.remove());
      if (!Files.isSymbolicLink(next)) {
        at = next.endsWith("..") ? next.toRealPath() : next;
        wrong = wrongWith(at);
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemLoopException(next.toString());
      }
      wrong = wrongOwner(next);
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? root : at;
      for (int i = target.getNameCount() - 1; i >= 0; i--) {
        rest.push(target.getName(i));
      }
    }
    return wrong;
  }

  private Optional<String> wrongWith(Path directory) throws IOException {
    int mode = number(directory, "unix:mode");
    boolean mayOthersWrite = (mode & OTHERS_WRITE) != 0;
    if (mayOthersWrite && !(isStickyEnough && (mode & STICKY) != 0)) {
      return Optional.of(
          "others than its owner may write in "
              + directory
              + "; take that from them (chmod go-w), or give a directory where nobody else may");
    }
    return wrongOwner(directory);
  }

  private Optional<String> wrongOwner(Path file) throws IOException {
    long owner = owner(file);
    return believed.contains(owner)
            || (owner == ThisProcess.overflowUid() && ThisProcess.isInPartialNamespace())
        ? Optional.empty()
        : Optional.of(belongsTo(file, owner));
  }

  private static String belongsTo(Path file, long owner) {
    return file
        + " belongs to user "
        + owner
        + ", who is neither root nor the worker's; give a directory that is the worker's own";
  }

  private static long owner(Path file) throws IOException {
    return Integer.toUnsignedLong(number(file, "unix:uid"));
  }

  private static int number(Path file, String attribute) throws IOException {
    return (Integer) Files.getAttribute(file, attribute, LinkOption.NOFOLLOW_LINKS);
  }
}
