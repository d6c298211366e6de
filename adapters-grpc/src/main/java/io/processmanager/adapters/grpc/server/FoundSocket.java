package io.processmanager.adapters.grpc.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a server finds where its socket is to be. */
final class FoundSocket {

  /** The type of a file, and that of a socket; inode(7). */
  private static final int TYPE_MASK = 0170000;

  private static final int SOCKET = 0140000;

  private FoundSocket() {}

  /**
   * Removes the socket of a worker that was killed. Anything else is left as it is.
   *
   * @throws IOException something else is there, such as the socket of a worker that runs
   */
  static void removeIfStale(Path path) throws IOException {
    int mode;
    try {
      mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException free) {
      return;
    }
    if ((mode & TYPE_MASK) != SOCKET) {
      throw new IOException(path + " is there and is no socket; give another path, or remove it");
    }
    if (isListenedOn(path)) {
      throw SocketLock.inUse(path);
    }
    Files.deleteIfExists(path);
  }

  /**
   * Only ECONNREFUSED says that nobody listens. A busy listener (EAGAIN) does not hold this up, and
   * what cannot be told, as with a socket of another type (EPROTOTYPE), counts as in use;
   * connect(2).
   */
  private static boolean isListenedOn(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (BindException denied) {
      // What EACCES comes as from the JDK.
      throw new IOException(
          path + " is another user's socket; give another path, or remove it", denied);
    } catch (IOException unclear) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
