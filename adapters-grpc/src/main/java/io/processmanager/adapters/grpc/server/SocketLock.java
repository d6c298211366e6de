package io.processmanager.adapters.grpc.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a socket's path to one worker. The lock is the kernel's and goes with the process, however
 * that ends; its file is removed with it where there is time for that.
 */
final class SocketLock implements AutoCloseable {

  /**
   * The files that this process has locked. A process has its record locks as a whole: it would get
   * one a second time, and lose it with the first descriptor that it closes; fcntl_locking(2).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private SocketLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock that is kept beside {@code socket}.
   *
   * @throws IOException another worker has it, or its file cannot be made
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
    while (true) {
      FileChannel channel = open(file);
      boolean taken = false;
      try {
        if (channel.tryLock() == null) {
          throw inUse(socket);
        }
        taken = isAt(file, channel);
        if (taken) {
          return channel;
        }
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Whether the file that is locked is still there: who had it before may have removed it. */
  private static boolean isAt(Path file, FileChannel channel) throws IOException {
    String token = UUID.randomUUID().toString();
    ByteBuffer bytes = ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII));
    channel.truncate(0);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).equals(token);
    } catch (NoSuchFileException removed) {
      return false;
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      // The kernel's lock goes all the same, and whoever comes next takes the file as it is.
      System.getLogger(SocketLock.class.getName())
          .log(System.Logger.Level.WARNING, "the lock of a socket was not removed", failed);
    } finally {
      HELD.remove(file);
    }
  }
}
