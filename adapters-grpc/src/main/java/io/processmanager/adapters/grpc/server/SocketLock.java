package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.wire.ThisProcess;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a socket's path to one worker. The lock is the kernel's and goes with the process, however
 * that ends. Its file stays: whoever removed it would leave others with a lock on a file that the
 * next one does not see.
 *
 * <p>A record lock belongs to the process, which loses it with the first descriptor of the file
 * that it closes, whichever that is; fcntl_locking(2). So nothing here opens the file but to lock
 * it, or closes it while it may be locked.
 */
final class SocketLock implements AutoCloseable {

  /** The files that this process has locked: it would get the same lock a second time. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Open files that are locked in this process by another class loader's lock, for the next try: to
   * close them would take that lock.
   */
  private static final Map<Path, FileChannel> KEPT_OPEN = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private SocketLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock that is kept beside {@code socket}.
   *
   * @throws IOException another worker has it, or its file cannot be made or is another user's
   */
  static SocketLock beside(Path socket) throws IOException {
    Path directory = Objects.requireNonNull(socket.getParent()).toRealPath();
    Path file = directory.resolve("." + socket.getFileName() + ".lock");
    if (!HELD.add(file)) {
      throw inUse(socket);
    }
    boolean taken = false;
    try {
      SocketLock lock = new SocketLock(file, locked(file, socket));
      taken = true;
      return lock;
    } finally {
      if (!taken) {
        HELD.remove(file);
      }
    }
  }

  static IOException inUse(Path socket) {
    return new IOException(socket + " is in use by another worker");
  }

  private static FileChannel locked(Path file, Path socket) throws IOException {
    FileChannel kept = KEPT_OPEN.remove(file);
    FileChannel channel = kept == null ? open(file) : kept;
    boolean stays = false;
    try {
      stays = channel.tryLock() != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      KEPT_OPEN.put(file, channel);
      stays = true;
      throw inUse(socket);
    } finally {
      if (!stays) {
        channel.close();
      }
    }
    if (!stays) {
      throw inUse(socket);
    }
    return channel;
  }

  /** Looks before, so that nothing else is opened, and behind, as it may have come meanwhile. */
  private static FileChannel open(Path file) throws IOException {
    requireOwn(file);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean isOwn = false;
    try {
      requireOwn(file);
      isOwn = true;
      return channel;
    } finally {
      if (!isOwn) {
        channel.close();
      }
    }
  }

  private static void requireOwn(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new IOException("the lock file " + file + " is no regular file; remove it");
    }
    Object uid = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!uid.equals((int) ThisProcess.uid())) {
      throw new IOException(
          "the lock file "
              + file
              + " belongs to user '"
              + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName()
              + "'; if no worker of theirs listens here, remove it");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      System.getLogger(SocketLock.class.getName())
          .log(System.Logger.Level.WARNING, "the lock of a socket was not closed", failed);
    } finally {
      HELD.remove(file);
    }
  }
}
