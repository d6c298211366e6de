package io.processmanager.adapters.grpc.server;

import io.grpc.netty.NettyServerBuilder;
import io.processmanager.adapters.grpc.wire.RequestSize;
import java.util.concurrent.TimeUnit;

/**
 * Bounds on what a client may make the server hold or do, whoever it is: they count before anybody
 * is known.
 */
final class Limits {

  private static final int METADATA_BYTES = 16 << 10;
  private static final int CALLS_PER_CONNECTION = 1000;
  private static final int HANDSHAKE_SECONDS = 10;

  /**
   * Resets in a row cost the server more than the client: CVE-2023-44487. A client may well cancel
   * all its calls of a connection at once, and again once it has made as many new ones, but an
   * attack takes thousands a second. Three times all calls in a window is 300 a second, each for
   * the price of a call that is opened.
   */
  private static final int RESETS = 3 * CALLS_PER_CONNECTION;

  private static final int RESETS_WINDOW_SECONDS = 10;
  private static final int FASTEST_KEEP_ALIVE_SECONDS = 10;
  private static final int KEEP_ALIVE_SECONDS = 120;
  private static final int KEEP_ALIVE_ANSWER_SECONDS = 20;
  private static final int IDLE_MINUTES = 60;

  private Limits() {}

  static void apply(NettyServerBuilder server) {
    server
        .maxInboundMessageSize(RequestSize.LARGEST_BYTES)
        .maxInboundMetadataSize(METADATA_BYTES)
        .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
        .maxRstFramesPerWindow(RESETS, RESETS_WINDOW_SECONDS)
        .permitKeepAliveTime(FASTEST_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
        .maxConnectionIdle(IDLE_MINUTES, TimeUnit.MINUTES);
    server.handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
  }
}
