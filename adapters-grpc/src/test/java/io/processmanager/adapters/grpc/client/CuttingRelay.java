package io.processmanager.adapters.grpc.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections of a Unix socket on to another one, until it cuts them. */
final class CuttingRelay implements AutoCloseable {

  private final ServerSocketChannel listening;
  private final Path target;
  private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();

  private CuttingRelay(ServerSocketChannel listening, Path target) {
    this.listening = listening;
    this.target = target;
  }

  /** Listens at {@code path}, before the server at {@code target}. */
  static CuttingRelay at(Path path, Path target) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    CuttingRelay relay = new CuttingRelay(listening, target);
    inBackground(relay::accept);
    return relay;
  }

  /** Closes all connections there are. */
  void cut() {
    channels.forEach(CuttingRelay::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = listening.accept();
        SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(target));
        channels.add(client);
        channels.add(server);
        inBackground(() -> carry(client, server));
        inBackground(() -> carry(server, client));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void carry(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException oneSideIsGone) {
      // So is the other.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
      channels.remove(from);
      channels.remove(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException closedBefore) {
      // As it should be.
    }
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "cutting-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    cut();
  }
}
