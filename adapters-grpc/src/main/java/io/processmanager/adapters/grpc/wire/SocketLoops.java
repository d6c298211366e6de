package io.processmanager.adapters.grpc.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of Unix sockets: gRPC has none of its own for this kind of channel, or may have some
 * of another kind.
 */
public final class SocketLoops {

  /** Somebody may cancel a call that has just ended, and gRPC hands over last tasks for it. */
  private static final long QUIET_SECONDS = 1;

  private static final long LONGEST_END_SECONDS = 5;

  private SocketLoops() {}

  /**
   * Opens selectors for {@code count} threads, which start when they are needed.
   *
   * @throws UnsupportedOperationException the Netty on the class path is too old
   */
  public static EventLoopGroup open(int count, String name) {
    try {
      return new MultiThreadIoEventLoopGroup(
          count, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    } catch (LinkageError older) {
      throw new UnsupportedOperationException(
          "a Unix socket needs Netty 4.2 or later, and what is on the class path is older; pin"
              + " io.netty to 4.2, or use TLS over TCP",
          older);
    }
  }

  /** Ends them, without waiting for it. */
  public static void close(EventLoopGroup loops) {
    var unused = loops.shutdownGracefully(QUIET_SECONDS, LONGEST_END_SECONDS, TimeUnit.SECONDS);
  }
}
