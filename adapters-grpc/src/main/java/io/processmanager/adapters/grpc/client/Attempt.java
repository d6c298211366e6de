package io.processmanager.adapters.grpc.client;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import java.time.Duration;

/** One try of a call, and whether it came as far as a connection. */
final class Attempt extends ClientStreamTracer.Factory {

  private final long begun = System.nanoTime();
  private volatile boolean sent;

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundHeaders() {
        sent = true;
      }
    };
  }

  /** Whether there was a connection for it, and for longer than {@code time}. */
  boolean hasLasted(Duration time) {
    return sent && Duration.ofNanos(System.nanoTime() - begun).compareTo(time) > 0;
  }
}
