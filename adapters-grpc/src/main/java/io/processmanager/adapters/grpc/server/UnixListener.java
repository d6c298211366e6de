package io.processmanager.adapters.grpc.server;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.processmanager.adapters.grpc.wire.SocketLoops;
import io.processmanager.adapters.grpc.wire.ThisProcess;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** A Unix socket, with the kernel's word for who is at its other end. */
final class UnixListener implements Listener {

  private static final System.Logger LOG = System.getLogger(UnixListener.class.getName());

  private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final UnixSocket socket;
  private final PeerIdentity peers;
  private final SocketFile file;

  private volatile @Nullable EventLoopGroup loops;

  UnixListener(UnixSocket socket, PeerIdentity peers) {
    this.socket = socket;
    this.peers = peers;
    this.file = new SocketFile(socket);
  }

  @Override
  public NettyServerBuilder newServer() {
    EventLoopGroup opened = SocketLoops.open(LOOPS, "grpc-unix-server");
    loops = opened;
    return NettyServerBuilder.forAddress(
            UnixDomainSocketAddress.of(file.boundAt()), PeerCredentials.credentials())
        .channelType(NioServerDomainSocketChannel.class)
        .bossEventLoopGroup(opened)
        .workerEventLoopGroup(opened)
        // gRPC sets it on every channel, and Netty logs a warning for each that does not know it.
        .withChildOption(ChannelOption.SO_KEEPALIVE, null);
  }

  @Override
  public PeerIdentity peers() {
    return peers;
  }

  @Override
  public void start(Server server) throws IOException {
    file.prepare();
    Listener.bind(server);
    file.publish();
    if (socket.adminUids().contains(ThisProcess.uid())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "user "
              + ThisProcess.uid()
              + " is an admin on "
              + address()
              + ", and jobs run as that user: each can connect there and reach all jobs");
    }
  }

  @Override
  public String address() {
    return "unix:" + socket.path();
  }

  @Override
  public void stopped() {
    file.remove();
  }

  @Override
  public void ended() {
    EventLoopGroup opened = loops;
    if (opened != null) {
      SocketLoops.close(opened);
    }
  }
}
