package io.processmanager.adapters.grpc.server;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;

/**
 * What a server listens on, and how it knows who is at the other end of a connection: all that
 * differs between TLS over TCP and a Unix socket.
 *
 * <p><b>Threading.</b> Any thread, one at a time.
 */
interface Listener {

  /** Begins a server that will listen there. */
  NettyServerBuilder newServer();

  /** Who is at the other end of its connections. */
  PeerIdentity peers();

  /**
   * Has {@code server} listen.
   *
   * @throws IOException it cannot; the message says why, and not where
   */
  void start(Server server) throws IOException;

  /** Where it listens, as clients are told it; before it does, where it will. */
  String address();

  /** The server has been told to listen no more. */
  void stopped();

  /** The server has ended: all that is left is given back. */
  void ended();

  /** Starts {@code server}, and says no more of a failure than what matters of it. */
  static void bind(Server server) throws IOException {
    try {
      server.start();
    } catch (IOException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new IOException(cause.getMessage(), failed);
    }
  }
}
