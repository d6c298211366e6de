package io.processmanager.adapters.grpc.server;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/** A Unix socket, with the kernel's word for who is at its other end. */
final class UnixListener implements Listener {

  private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final long LONGEST_END_SECONDS = 2;

  private final UnixSocket socket;
  private final PeerIdentity peers;
  private final SocketFile file;

  /**
   * gRPC has none of its own for this kind of channel. Their threads start when they are needed.
   */
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          LOOPS, new DefaultThreadFactory("grpc-unix-server", true), NioIoHandler.newFactory());

  UnixListener(UnixSocket socket, PeerIdentity peers) {
    this.socket = socket;
    this.peers = peers;
    this.file = new SocketFile(socket);
  }

  @Override
  public NettyServerBuilder newServer() {
    return NettyServerBuilder.forAddress(
            UnixDomainSocketAddress.of(file.boundAt()), PeerCredentials.credentials())
        .channelType(NioServerDomainSocketChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
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
    var unused = loops.shutdownGracefully(0, LONGEST_END_SECONDS, TimeUnit.SECONDS);
  }
}
