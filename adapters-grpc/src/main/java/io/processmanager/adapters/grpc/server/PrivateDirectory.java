package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.wire.ThisProcess;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory beside a socket that it is bound in first, where nobody else may enter. It has a
 * name of its own for each socket, so that whoever has the socket's lock can remove what a worker
 * left that was killed on the way.
 */
final class PrivateDirectory {

  private static final String SUFFIX = ".new";
  private static final String BOUND_NAME = "s";

  /** How much longer the path is that the socket is bound at: a dot, the suffix, and a slash. */
  static final int EXTRA_BYTES = 2 + SUFFIX.length() + BOUND_NAME.length();

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private @Nullable Object made;

  /**
   * @param socket where the socket will be
   */
  PrivateDirectory(Path socket) {
    this.path = socket.resolveSibling("." + Objects.requireNonNull(socket.getFileName()) + SUFFIX);
  }

  /** Where the socket is to be bound. */
  Path bound() {
    return path.resolve(BOUND_NAME);
  }

  /**
   * Makes it anew.
   *
   * @throws IOException something is in its way that no worker of this user left
   */
  void make() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      removeLeftBehind();
    }
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PRIVATE));
    made = key(path);
    requireSame();
    // The umask may have taken some of it.
    Files.setPosixFilePermissions(path, PRIVATE);
  }

  private void removeLeftBehind() throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || !isOwn(path)) {
      throw inTheWay();
    }
    try {
      Files.deleteIfExists(bound());
      Files.delete(path);
    } catch (DirectoryNotEmptyException notOfAWorker) {
      throw inTheWay();
    }
  }

  private IOException inTheWay() {
    return new IOException(path + " is in the way, and no worker of this user left it; remove it");
  }

  /**
   * Checks that it is what was made: what is done to a file in it would be done to another one
   * where somebody has put something else in its place.
   */
  void requireSame() throws IOException {
    Object now = key(path);
    if (now == null || !now.equals(made) || !isOwn(path)) {
      throw new IOException(path + " has been replaced by somebody else");
    }
  }

  private static boolean isOwn(Path file) throws IOException {
    Object uid = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return uid.equals((int) ThisProcess.uid());
  }

  /** Removes it if it was made and is still there. */
  void remove() throws IOException {
    Object own = made;
    made = null;
    if (own != null && own.equals(key(path))) {
      Files.deleteIfExists(bound());
      Files.deleteIfExists(path);
    }
  }

  /** Device and inode; null if there is no file. */
  static @Nullable Object key(Path file) throws IOException {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "fileKey", LinkOption.NOFOLLOW_LINKS);
      return attributes.get("fileKey");
    } catch (NoSuchFileException none) {
      return null;
    }
  }
}
