package io.processmanager.adapters.grpc.client;

import io.grpc.netty.NettyChannelBuilder;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.grpc.wire.PlainThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link GrpcJobs}. What TLS takes must be given, but for a Unix socket.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class GrpcJobsBuilder {

  /** A page of a thousand jobs with long command lines is larger than gRPC's usual 4 MiB. */
  private static final int MESSAGE_BYTES = 64 << 20;

  private static final int METADATA_BYTES = 32 << 10;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int ANSWERS_IDLE_SECONDS = 5;

  /** As good as what HTTP/2 begins with; RFC 9113, 6.9.2. */
  private static final int LEAST_READ_AHEAD = 64 << 10;

  private static final int USUAL_READ_AHEAD = 4 << 20;
  private static final int LARGEST_READ_AHEAD = 256 << 20;

  /** Buffers take up to twice what is in them, and a thousand of them are to fit. */
  private static final long READ_AHEADS_IN_MEMORY = 2_048;

  private WorkerAddress address = new TcpAddress("localhost", 8080);
  private @Nullable ClientTls tls;
  private TlsProfile profile = TlsProfile.COMPATIBLE;
  private Duration callTimeout = Duration.ofSeconds(30);
  private Duration idleTime = Duration.ofSeconds(30);
  private Reconnect reconnect = Reconnect.defaults();
  private ReconnectListener listener = ReconnectListener.none();
  private int readAhead = usualReadAhead(Runtime.getRuntime().maxMemory());
  private Duration longestPause = Duration.ofSeconds(10);

  GrpcJobsBuilder() {}

  /**
   * Where the worker listens. Default: {@code localhost:8080}.
   *
   * @param address a host name or IP address and a port, an IPv6 address in brackets: {@code
   *     [::1]:8080}; or a Unix socket of this machine: {@code unix:/path}, {@code unix:///path}, or
   *     {@code unix:path} from the working directory
   * @return this builder
   * @throws IllegalArgumentException {@code address} has another form, or a path that is too long
   */
  public GrpcJobsBuilder address(String address) {
    this.address = WorkerAddress.parse(address);
    return this;
  }

  /**
   * This side's certificate with its key, and the authorities whose workers it believes. With the
   * authorities alone, each call is refused with {@link
   * io.processmanager.ports.inbound.JobsException.Unauthenticated}. Not for a Unix socket: a worker
   * knows who connects there by the user that this side runs as.
   *
   * @param tls {@link io.processmanager.adapters.grpc.tls.TlsMaterial}, or the authorities alone
   * @return this builder
   */
  public GrpcJobsBuilder tls(ClientTls tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /**
   * The versions and cipher suites of TLS. Default: {@link TlsProfile#COMPATIBLE}.
   *
   * @param profile what is offered, in which order
   * @return this builder
   */
  public GrpcJobsBuilder profile(TlsProfile profile) {
    this.profile = Objects.requireNonNull(profile, "profile");
    return this;
  }

  /**
   * How long the worker may take to answer a call that does not wait for a job, with all tries that
   * it takes. Default: 30 s. A start that no thread waits for, as {@code requestStart} and {@code
   * run} ask for it, may take 10 minutes: its job would be in nobody's hand.
   *
   * @param callTimeout the deadline of each such call
   * @return this builder
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
   * How readers of output, watches, waits and calls that may be sent twice go on when their
   * connection is lost. Default: {@link Reconnect#defaults()}; {@link Reconnect#never()} makes it
   * an error at once.
   *
   * @param reconnect how often, how soon and for how long it tries
   * @return this builder
   */
  public GrpcJobsBuilder reconnect(Reconnect reconnect) {
    this.reconnect = Objects.requireNonNull(reconnect, "reconnect");
    return this;
  }

  /**
   * Who is told of lost connections and of readers and watches that go on. Default: nobody.
   *
   * @param listener who is told; it must not block
   * @return this builder
   */
  public GrpcJobsBuilder reconnectListener(ReconnectListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * How far ahead of its reader a worker may send an output, or the events of a watch. Default: 4
   * MiB, or a 2048th of the largest heap if that is less, but 64 KiB at least.
   *
   * <p>A reader that has stopped has as much of this JVM's direct memory, and twice that at worst,
   * until it has asked for nothing for 10 s; then its call is given up, and made anew at its place
   * when it asks again. Until then it is told of no lost connection and of no end of the worker; if
   * its job is not known any more, or somebody else's, it learns that when it asks. What does not
   * follow, and a watch that has been told nothing yet, keep their calls.
   *
   * <p>On the way to a far worker this divided by the round-trip time is the most that all outputs
   * of a connection can have together.
   *
   * @param bytes from 65,536 to 268,435,456; the flow-control windows, RFC 9113, 5.2
   * @return this builder
   * @throws IllegalArgumentException {@code bytes} is less or more
   */
  public GrpcJobsBuilder readAhead(int bytes) {
    if (bytes < LEAST_READ_AHEAD || bytes > LARGEST_READ_AHEAD) {
      throw new IllegalArgumentException(
          "readAhead "
              + bytes
              + " is not from "
              + LEAST_READ_AHEAD
              + " to "
              + LARGEST_READ_AHEAD
              + " bytes");
    }
    this.readAhead = bytes;
    return this;
  }

  /** The default where the heap may grow to {@code heap} bytes, as direct memory may by itself. */
  static int usualReadAhead(long heap) {
    return (int)
        Math.max(LEAST_READ_AHEAD, Math.min(heap / READ_AHEADS_IN_MEMORY, USUAL_READ_AHEAD));
  }

  /** How long a reader may ask for nothing and keep its call. */
  GrpcJobsBuilder longestPause(Duration longestPause) {
    this.longestPause = longestPause;
    return this;
  }

  /** How long a further connection is kept that no call uses any more. */
  GrpcJobsBuilder idleTime(Duration idleTime) {
    this.idleTime = idleTime;
    return this;
  }

  /**
   * {@return the worker's jobs, to be closed: they have descriptors of their own} No connection is
   * made yet.
   *
   * @throws IllegalStateException {@link #tls} was not given, or was for a Unix socket
   */
  public GrpcJobs build() {
    Route route = address.route(tls, profile);
    Executor answers = answers();
    NettyChannelBuilder channel =
        route
            .channel()
            .flowControlWindow(readAhead)
            .maxInboundMessageSize(MESSAGE_BYTES)
            .maxInboundMetadataSize(METADATA_BYTES)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(false)
            .executor(answers)
            .offloadExecutor(answers)
            .disableRetry();
    Retries retries = new Retries();
    Streams streams =
        new Streams(
            new Channels(channel::build, route.loop(), retries, idleTime),
            new CallFailures(address),
            reconnect,
            listener,
            retries,
            longestPause);
    return new GrpcJobs(new Calls(streams, callTimeout));
  }

  /**
   * Where stages complete and subscribers are called. Its threads are never shut down, for gRPC
   * hands over a last task after the end: they end by themselves when there is nothing to do.
   */
  private static Executor answers() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        ANSWERS_IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        PlainThreads.numbered("process-manager-answer-"));
  }
}
