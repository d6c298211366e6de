package io.processmanager.adapters.grpc.server;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.proto.v1.JobServiceGrpc;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Offers jobs over gRPC, with mutual TLS or on a Unix socket.
 *
 * <p>Every call, those to the health service, to reflection and to methods that do not exist
 * included, is answered {@code UNAUTHENTICATED} unless the client is known: by a certificate that
 * holds, or on a Unix socket by the user that the kernel says it ran as when it connected.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class GrpcJobsServer {

  private static final long FORCED_END_SECONDS = 5;

  private final Listener listener;
  private final LongCalls longCalls = new LongCalls();
  private final HealthStatusManager health = new HealthStatusManager();
  private final AtomicBoolean announced = new AtomicBoolean();
  private final JobsProvider jobs;

  // Guarded by this.
  private @Nullable Server server;
  private boolean isClaimed;

  GrpcJobsServer(GrpcJobsServerBuilder settings) {
    this.listener = settings.listener();
    this.jobs = settings.jobs();
  }

  /**
   * Begins to describe a server.
   *
   * @return settings, with their defaults
   */
  public static GrpcJobsServerBuilder builder() {
    return new GrpcJobsServerBuilder();
  }

  /**
   * Listens, and answers calls from now on.
   *
   * @throws IOException the address cannot be listened on, for instance because it is taken; the
   *     server is of no more use
   */
  public void start() throws IOException {
    claim();
    boolean started = false;
    try {
      listener.start(begin());
      started = true;
    } catch (IOException failed) {
      throw new IOException("cannot listen on " + address() + ": " + failed.getMessage(), failed);
    } finally {
      if (!started) {
        giveUp();
      }
    }
    health.setStatus(JobServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
  }

  private synchronized void claim() {
    if (isClaimed) {
      throw new IllegalStateException("a server is started once, and not when it was shut down");
    }
    isClaimed = true;
  }

  /** One that is built and never started holds nothing that would have to be given back. */
  private synchronized Server begin() {
    NettyServerBuilder builder =
        listener
            .newServer()
            .directExecutor()
            .addTransportFilter(new IdentityFilter(listener.peers()))
            .intercept(new HandOver(CallThreads.forCalls()))
            // The last one is the first to see a call.
            .intercept(new IdentityGate(listener.peers()))
            .fallbackHandlerRegistry(new UnknownMethods())
            .addService(new JobService(jobs, longCalls, CallThreads.forSearches()))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    Limits.apply(builder);
    Server begun = builder.build();
    server = begun;
    return begun;
  }

  private synchronized @Nullable Server begun() {
    return server;
  }

  private void giveUp() {
    end().ifPresent(Server::shutdownNow);
    listener.stopped();
    listener.ended();
  }

  private synchronized Optional<Server> end() {
    isClaimed = true;
    return Optional.ofNullable(server);
  }

  /**
   * {@return where the server listens, as clients are told it: {@code host:port}, an IPv6 address
   * in brackets, or {@code unix:/path}}
   */
  public String address() {
    return listener.address();
  }

  /**
   * {@return the port that the server listens on, also where port 0 was asked for; -1 on a Unix
   * socket}
   *
   * @throws IllegalStateException it has not been started
   */
  public int port() {
    Server started = begun();
    if (started == null) {
      throw new IllegalStateException("the server has not been started");
    }
    return started.getPort();
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
   * @param patience how long open calls may take; from zero, which cuts them off
   * @throws InterruptedException the thread was interrupted; the server was cut off
   */
  public void shutdown(Duration patience) throws InterruptedException {
    announceShutdown();
    Server server = end().orElse(null);
    if (server == null) {
      return;
    }
    server.shutdown();
    listener.stopped();
    try {
      long half = TimeUnit.NANOSECONDS.convert(patience.dividedBy(2));
      if (!server.awaitTermination(half, TimeUnit.NANOSECONDS)) {
        longCalls.endAll();
        server.awaitTermination(half, TimeUnit.NANOSECONDS);
      }
    } finally {
      server.shutdownNow();
      server.awaitTermination(FORCED_END_SECONDS, TimeUnit.SECONDS);
      listener.ended();
    }
  }
}
