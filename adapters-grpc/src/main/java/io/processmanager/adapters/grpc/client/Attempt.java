package io.processmanager.adapters.grpc.client;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call, and whether it came as far as a connection: its headers are written when the
 * handshake is over and the other side has answered in HTTP/2.
 */
final class Attempt extends ClientStreamTracer.Factory {

  private final Runnable reached;
  private volatile @Nullable Long sentNanos;

  /**
   * @param reached told when there is a connection for it
   */
  Attempt(Runnable reached) {
    this.reached = reached;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundHeaders() {
        sentNanos = System.nanoTime();
        reached.run();
      }
    };
  }

  /** Whether there was a connection for it, and for longer than {@code time}. */
  boolean hasLasted(Duration time) {
    Long sent = sentNanos;
    return sent != null && Duration.ofNanos(System.nanoTime() - sent).compareTo(time) > 0;
  }
}
