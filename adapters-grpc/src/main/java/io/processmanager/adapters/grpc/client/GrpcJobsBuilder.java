package io.processmanager.adapters.grpc.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link GrpcJobs}. What TLS takes must be given.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class GrpcJobsBuilder {

  /** A page of a thousand jobs with long command lines is larger than gRPC's usual 4 MiB. */
  private static final int MESSAGE_BYTES = 64 << 20;

  private static final int METADATA_BYTES = 32 << 10;
  private static final int KEEP_ALIVE_SECONDS = 60;

  private WorkerAddress address = new WorkerAddress("localhost", 8080);
  private @Nullable ClientTls tls;
  private TlsProfile profile = TlsProfile.COMPATIBLE;
  private Duration callTimeout = Duration.ofSeconds(30);

  private Reconnect reconnect = Reconnect.defaults();
  private ReconnectListener listener = ReconnectListener.none();

  GrpcJobsBuilder() {}

  /**
   * Where the worker listens. Default: {@code localhost:8080}.
   *
   * @param hostAndPort a host name or IP address and a port, an IPv6 address in brackets: {@code
   *     [::1]:8080}
   * @throws IllegalArgumentException {@code hostAndPort} has another form
   */
  public GrpcJobsBuilder address(String hostAndPort) {
    this.address = WorkerAddress.parse(hostAndPort);
    return this;
  }

  /**
   * This side's certificate with its key, and the authorities whose workers it believes. With the
   * authorities alone, each call is refused with {@link
   * io.processmanager.ports.inbound.JobsException.Unauthenticated}.
   */
  public GrpcJobsBuilder tls(ClientTls tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /** The versions and cipher suites of TLS. Default: {@link TlsProfile#COMPATIBLE}. */
  public GrpcJobsBuilder profile(TlsProfile profile) {
    this.profile = Objects.requireNonNull(profile, "profile");
    return this;
  }

  /**
   * How long the worker may take to answer a call that does not wait for a job. Default: 30 s.
   *
   * @throws IllegalArgumentException {@code callTimeout} is not positive
   */
  public GrpcJobsBuilder callTimeout(Duration callTimeout) {
    if (callTimeout.isNegative() || callTimeout.isZero()) {
      throw new IllegalArgumentException("callTimeout " + callTimeout + " is not positive");
    }
    this.callTimeout = callTimeout;
    return this;
  }

  /**
   * How a reader of output goes on when its connection is lost. Default: {@link
   * Reconnect#defaults()}; {@link Reconnect#never()} makes it an error at once.
   */
  public GrpcJobsBuilder reconnect(Reconnect reconnect) {
    this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
    return this;
  }

  /** Who is told of lost connections and of readers that go on. Default: nobody. */
  public GrpcJobsBuilder reconnectListener(ReconnectListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * The worker's jobs. No connection is made yet.
   *
   * @throws IllegalStateException {@link #tls} was not given
   */
  public GrpcJobs build() {
    ClientTls client = tls;
    if (client == null) {
      throw new IllegalStateException("tls was not given");
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address.host(), address.port())
            .sslContext(TlsContexts.forClient(client, profile))
            .maxInboundMessageSize(MESSAGE_BYTES)
            .maxInboundMetadataSize(METADATA_BYTES)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(false)
            .disableRetry()
            .build();
    return new GrpcJobs(channel, address, callTimeout, reconnect, listener);
  }
}
