package io.processmanager.adapters.grpc.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of sockets. gRPC has none of its own for Unix sockets, or may have some of another
 * kind; and those that it has for TCP stay for a while when the last connection is closed.
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
      return new MultiThreadIoEventLoopGroup(count, threads(name), NioIoHandler.newFactory());
    } catch (LinkageError older) {
      throw new UnsupportedOperationException(
          "a Unix socket needs Netty 4.2 or later, and what is on the class path is older; pin"
              + " io.netty to 4.2, or use TLS over TCP",
          older);
    }
  }

  /** Opens selectors for {@code count} threads of TCP, with any Netty. */
  @SuppressWarnings("deprecation") // Its successor is not there before 4.2.
  public static EventLoopGroup openForTcp(int count, String name) {
    return new NioEventLoopGroup(count, threads(name));
  }

  /** Netty's own are made by a thread that has nothing to hand on: they cannot refuse it. */
  private static ThreadFactory threads(String name) {
    ThreadFactory netty = new DefaultThreadFactory(name, true);
    ThreadFactory plain = PlainThreads.named(name + "-starter");
    return task ->
        CompletableFuture.supplyAsync(
                () -> netty.newThread(task), making -> plain.newThread(making).start())
            .join();
  }

  /**
   * Ends the threads of connections that are closed, and waits for it, unless it is one of them
   * that asks.
   */
  public static void end(EventLoopGroup loops) {
    Future<?> ended = loops.shutdownGracefully(0, LONGEST_END_SECONDS, TimeUnit.SECONDS);
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        return;
      }
    }
    ended.awaitUninterruptibly(LONGEST_END_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends them, without waiting for it. */
  public static void close(EventLoopGroup loops) {
    var unused = loops.shutdownGracefully(QUIET_SECONDS, LONGEST_END_SECONDS, TimeUnit.SECONDS);
  }
}
