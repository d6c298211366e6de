package io.processmanager.adapters.grpc.server;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.processmanager.adapters.grpc.tls.ClientVerifier;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.proto.v1.JobServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Offers jobs over gRPC with mutual TLS.
 *
 * <p>Every call, those to the health service, to reflection and to methods that do not exist
 * included, is answered {@code UNAUTHENTICATED} unless the client's certificate holds.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class GrpcJobsServer {

  private static final long FORCED_END_SECONDS = 5;

  private final InetSocketAddress address;
  private final LongCalls longCalls = new LongCalls();
  private final HealthStatusManager health = new HealthStatusManager();
  private final AtomicBoolean announced = new AtomicBoolean();
  private final Server server;

  GrpcJobsServer(GrpcJobsServerBuilder settings) {
    this.address = settings.address();
    ClientVerifier verifier =
        new ClientVerifier(settings.tls().caCertificates(), settings.admins(), settings.clock());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .sslContext(TlsContexts.forServer(settings.tls(), settings.profile()))
            .executor(CallThreads.forCalls())
            .addTransportFilter(new IdentityFilter(verifier))
            .intercept(new IdentityGate(verifier))
            .fallbackHandlerRegistry(new UnknownMethods())
            .addService(new JobService(settings.jobs(), longCalls, CallThreads.forSearches()))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    Limits.apply(builder);
    this.server = builder.build();
  }

  /** Begins to describe a server. */
  public static GrpcJobsServerBuilder builder() {
    return new GrpcJobsServerBuilder();
  }

  /**
   * Listens, and answers calls from now on.
   *
   * @throws IOException the address cannot be listened on, for instance because it is taken
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new IOException(
          "cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + cause.getMessage(),
          failed);
    }
    health.setStatus(JobServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
  }

  /** The port that the server listens on, also where port 0 was asked for. */
  public int port() {
    return server.getPort();
  }

  /**
   * Has the health service say {@code NOT_SERVING} from now on, so that whoever looks goes
   * elsewhere. All calls are answered on.
   */
  public void announceShutdown() {
    if (announced.compareAndSet(false, true)) {
      health.enterTerminalState();
    }
  }

  /**
   * Ends the server in good order: no new connections and calls from now on. Calls that are open
   * are given half of {@code patience} to end by themselves; followers and waits that are left then
   * end with {@code UNAVAILABLE}; what is open after the other half is cut off.
   *
   * @throws InterruptedException the thread was interrupted; the server was cut off
   */
  public void shutdown(Duration patience) throws InterruptedException {
    announceShutdown();
    server.shutdown();
    try {
      long half = TimeUnit.NANOSECONDS.convert(patience.dividedBy(2));
      if (!server.awaitTermination(half, TimeUnit.NANOSECONDS)) {
        longCalls.endAll();
        server.awaitTermination(half, TimeUnit.NANOSECONDS);
      }
    } finally {
      server.shutdownNow();
      server.awaitTermination(FORCED_END_SECONDS, TimeUnit.SECONDS);
    }
  }
}
