package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.wire.SocketPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket, from before it is bound until after it is closed.
 *
 * <p>bind(2) makes the file with a mode that the umask alone narrows. So the socket is bound in a
 * directory of its own that nobody else may enter, given its mode and group, and only then linked
 * to its path: it can be reached there from then on, and never with another mode. link(2) replaces
 * nothing, so whatever comes to be there meanwhile is safe.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class SocketFile {

  private static final int RANDOM_CHARACTERS = 6;
  private static final String BOUND_NAME = "s";

  /** A slash, a dot, the random characters, a slash and the name. */
  private static final int PRIVATE_BYTES = 3 + RANDOM_CHARACTERS + BOUND_NAME.length();

  private final UnixSocket socket;
  private final Path directory;
  private final Path privateDirectory;
  private @Nullable SocketLock lock;
  private @Nullable Object published;

  SocketFile(UnixSocket socket) {
    this.socket = socket;
    this.directory = Objects.requireNonNull(socket.path().getParent());
    this.privateDirectory = directory.resolve("." + randomCharacters());
  }

  private static String randomCharacters() {
    int radix = Character.MAX_RADIX;
    int bound = (int) Math.pow(radix, RANDOM_CHARACTERS);
    String digits = Integer.toString(new SecureRandom().nextInt(bound), radix);
    return "0".repeat(RANDOM_CHARACTERS - digits.length()) + digits.toLowerCase(Locale.ROOT);
  }

  /**
   * Checks that there is room in {@code sun_path} for where the socket is bound first.
   *
   * @throws IllegalArgumentException there is none
   */
  static void requireRoom(Path path) {
    Path directory = Objects.requireNonNull(path.getParent());
    int longest = SocketPath.LONGEST_BYTES - PRIVATE_BYTES;
    if (SocketPath.lengthBytes(directory) > longest) {
      throw new IllegalArgumentException(
          "the directory of a Unix socket may have "
              + longest
              + " bytes; "
              + directory
              + " has "
              + SocketPath.lengthBytes(directory));
    }
  }

  /** Where the socket is to be bound. */
  Path boundAt() {
    return privateDirectory.resolve(BOUND_NAME);
  }

  /**
   * Makes sure that nobody listens at the path, and makes the directory to bind the socket in.
   *
   * <p>While this worker is there, no other one can get past this, whatever becomes of the socket's
   * file: it needs the lock that this one has.
   *
   * @throws IOException the path cannot be used; nothing is left open
   */
  void prepare() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("the directory " + directory + " does not exist; make it first");
    }
    try {
      lock = SocketLock.beside(socket.path());
      FoundSocket.removeIfStale(socket.path());
      Files.createDirectory(
          privateDirectory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      // The umask may have taken some of it.
      Files.setPosixFilePermissions(privateDirectory, PosixFilePermissions.fromString("rwx------"));
    } catch (AccessDeniedException denied) {
      remove();
      throw new IOException(
          "there is no permission to write in the directory " + directory, denied);
    } catch (IOException unusable) {
      remove();
      throw unusable;
    }
  }

  /**
   * Gives the bound socket its mode and group, and puts it where it can be reached.
   *
   * @throws IOException the group cannot be given, or something came into the way
   */
  void publish() throws IOException {
    Path bound = boundAt();
    if (socket.group().isPresent()) {
      giveTo(socket.group().get());
    }
    Files.setPosixFilePermissions(
        bound,
        PosixFilePermissions.fromString(socket.group().isPresent() ? "rw-rw----" : "rw-------"));
    Object key = key(bound);
    try {
      Files.createLink(socket.path(), bound);
    } catch (FileAlreadyExistsException cameMeanwhile) {
      throw new IOException(socket.path() + " has come to be there meanwhile", cameMeanwhile);
    }
    published = key;
    removePrivate();
  }

  private void giveTo(String name) throws IOException {
    Path bound = boundAt();
    GroupPrincipal group;
    try {
      group =
          bound.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
    } catch (UserPrincipalNotFoundException unknown) {
      throw new IOException("there is no group '" + name + "'", unknown);
    }
    try {
      Files.getFileAttributeView(bound, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setGroup(group);
    } catch (IOException refused) {
      // chown(2): who is not root may give a file to a group of their own only.
      throw new IOException(
          "the socket cannot be given to group '"
              + name
              + "'; who is not root needs to be a member of it",
          refused);
    }
  }

  /** Removes the socket's file if it is still this one, and all that was made beside it. */
  void remove() {
    try {
      Object own = published;
      published = null;
      if (own != null && own.equals(key(socket.path()))) {
        Files.deleteIfExists(socket.path());
      }
      removePrivate();
    } catch (IOException failed) {
      System.getLogger(SocketFile.class.getName())
          .log(System.Logger.Level.WARNING, "the socket's file was not removed", failed);
    } finally {
      SocketLock held = lock;
      lock = null;
      if (held != null) {
        held.close();
      }
    }
  }

  private void removePrivate() throws IOException {
    Files.deleteIfExists(boundAt());
    Files.deleteIfExists(privateDirectory);
  }

  /** Device and inode; null if there is no file. */
  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException none) {
      return null;
    }
  }
}
