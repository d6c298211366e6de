package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.wire.SocketDirectory;
import io.processmanager.adapters.grpc.wire.SocketPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket, from before it is bound until after it is closed.
 *
 * <p>bind(2) makes the file with a mode that the umask alone narrows. So the socket is bound in a
 * directory of its own that nobody else may enter, given its mode and group, and only then linked
 * to its path: it can be reached there from then on, and never with another mode. link(2) replaces
 * nothing, so whatever comes to be there meanwhile is safe.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class SocketFile {

  private final UnixSocket socket;
  private final Path directory;
  private final HardLinks links;
  private final PrivateDirectory privately;
  private @Nullable SocketLock lock;
  private @Nullable Object published;

  SocketFile(UnixSocket socket) {
    this(socket, Files::createLink);
  }

  SocketFile(UnixSocket socket, HardLinks links) {
    this.socket = socket;
    this.directory = Objects.requireNonNull(socket.path().getParent());
    this.links = links;
    this.privately = new PrivateDirectory(socket.path());
  }

  /** Gives files a second name; not every file system can. */
  @FunctionalInterface
  interface HardLinks {

    /**
     * Makes {@code link} a name of {@code existing}, if nothing has that name.
     *
     * @throws IOException it was not done
     */
    void make(Path link, Path existing) throws IOException;
  }

  /**
   * Checks that there is room in {@code sun_path} for where the socket is bound first.
   *
   * @throws IllegalArgumentException there is none
   */
  static void requireRoom(Path path) {
    int longest = SocketPath.LONGEST_BYTES - PrivateDirectory.EXTRA_BYTES;
    if (SocketPath.lengthBytes(path) > longest) {
      throw new IllegalArgumentException(
          "the path of a Unix socket to listen on may have "
              + longest
              + " bytes; "
              + path
              + " has "
              + SocketPath.lengthBytes(path));
    }
  }

  /** Where the socket is to be bound. */
  Path boundAt() {
    return privately.bound();
  }

  /**
   * Makes sure that nobody listens at the path, and makes the directory to bind the socket in.
   *
   * <p>While this worker is there, no other one can get past this, whatever becomes of the socket's
   * file: it needs the lock that this one has.
   *
   * @throws IOException the path cannot be used; nothing is left open
   */
  synchronized void prepare() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("the directory " + directory + " does not exist; make it first");
    }
    Optional<String> unsafe = SocketDirectory.whyUnsafe(directory);
    if (unsafe.isPresent()) {
      throw new IOException("others could take the socket's place: " + unsafe.get());
    }
    boolean prepared = false;
    try {
      lock = SocketLock.beside(socket.path());
      FoundSocket.removeIfStale(socket.path());
      privately.make();
      prepared = true;
    } catch (AccessDeniedException denied) {
      throw new IOException(
          "there is no permission to write in the directory " + directory, denied);
    } finally {
      if (!prepared) {
        remove();
      }
    }
  }

  /**
   * Gives the bound socket its mode and group, and puts it where it can be reached.
   *
   * @throws IOException the group cannot be given, or something came into the way
   */
  synchronized void publish() throws IOException {
    Path bound = boundAt();
    privately.requireSame();
    if (socket.group().isPresent()) {
      giveTo(socket.group().get());
    }
    Files.setPosixFilePermissions(
        bound,
        PosixFilePermissions.fromString(socket.group().isPresent() ? "rw-rw----" : "rw-------"));
    Object key = PrivateDirectory.key(bound);
    try {
      place(bound);
    } catch (FileAlreadyExistsException cameMeanwhile) {
      throw new IOException(socket.path() + " has come to be there meanwhile", cameMeanwhile);
    }
    published = key;
    privately.remove();
  }

  /**
   * By a link, which replaces nothing. Some file systems have none (EPERM, link(2)): there a move
   * looks before it replaces, and who may write here is believed not to come in between.
   */
  private void place(Path bound) throws IOException {
    try {
      links.make(socket.path(), bound);
    } catch (FileAlreadyExistsException cameMeanwhile) {
      throw cameMeanwhile;
    } catch (IOException | UnsupportedOperationException noLinks) {
      try {
        Files.move(bound, socket.path());
      } catch (IOException failed) {
        failed.addSuppressed(noLinks);
        throw failed;
      }
    }
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
  synchronized void remove() {
    try {
      Object own = published;
      published = null;
      if (own != null && own.equals(PrivateDirectory.key(socket.path()))) {
        Files.deleteIfExists(socket.path());
      }
      privately.remove();
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
}
