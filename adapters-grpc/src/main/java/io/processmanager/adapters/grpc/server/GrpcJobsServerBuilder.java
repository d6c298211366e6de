package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.ClientVerifier;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.ports.inbound.JobsProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link GrpcJobsServer}. The jobs must be given, and the TLS material or a Unix
 * socket.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class GrpcJobsServerBuilder {

  private static final int DEFAULT_PORT = 8080;

  private @Nullable JobsProvider jobs;
  private @Nullable TlsMaterial tls;
  private TlsProfile profile = TlsProfile.COMPATIBLE;
  private AdminCertificates admins = AdminCertificates.none();
  private @Nullable InetSocketAddress address;
  private @Nullable UnixSocket unixSocket;
  private @Nullable PeerIdentity peers;
  private Clock clock = Clock.systemUTC();

  GrpcJobsServerBuilder() {}

  /**
   * The jobs to offer. The server does not close them.
   *
   * @param jobs whose calls are answered by the view of the caller that was identified
   * @return this builder
   */
  public GrpcJobsServerBuilder jobs(JobsProvider jobs) {
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    return this;
  }

  /**
   * The server's certificate with its key, and the authorities whose clients it believes.
   *
   * @param tls what {@link TlsMaterial#read} gives
   * @return this builder
   */
  public GrpcJobsServerBuilder tls(TlsMaterial tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /**
   * The versions and cipher suites of TLS. Default: {@link TlsProfile#COMPATIBLE}.
   *
   * @param profile what is offered, in which order
   * @return this builder
   */
  public GrpcJobsServerBuilder profile(TlsProfile profile) {
    this.profile = Objects.requireNonNull(profile, "profile");
    return this;
  }

  /**
   * Who reaches all jobs over TLS. Default: nobody.
   *
   * @param admins the certificates of those who do
   * @return this builder
   */
  public GrpcJobsServerBuilder admins(AdminCertificates admins) {
    this.admins = Objects.requireNonNull(admins, "admins");
    return this;
  }

  /**
   * Where to listen; port 0 for any that is free. Default: port 8080 of the loopback interface.
   *
   * @param address the interface and the port to listen on
   * @return this builder
   */
  public GrpcJobsServerBuilder address(InetSocketAddress address) {
    this.address = Objects.requireNonNull(address, "address");
    return this;
  }

  /**
   * Listens on a Unix socket and nowhere else: without TLS, for users of this machine, whom the
   * kernel tells by their numbers. Only the socket says who reaches all jobs then.
   *
   * @param unixSocket where it is, and who may connect
   * @return this builder
   */
  public GrpcJobsServerBuilder unixSocket(UnixSocket unixSocket) {
    this.unixSocket = Objects.requireNonNull(unixSocket, "unixSocket");
    return this;
  }

  /** Who is at the other end of the Unix socket. Default: whoever the kernel says. */
  GrpcJobsServerBuilder peers(PeerIdentity peers) {
    this.peers = peers;
    return this;
  }

  /** What certificates' dates are compared with. */
  GrpcJobsServerBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * {@return the server, not yet listening}
   *
   * @throws IllegalStateException the jobs were not given, or neither TLS material nor a Unix
   *     socket, or what belongs to TLS together with a Unix socket
   */
  public GrpcJobsServer build() {
    return new GrpcJobsServer(this);
  }

  JobsProvider jobs() {
    return given(jobs, "jobs");
  }

  Listener listener() {
    UnixSocket socket = unixSocket;
    if (socket == null) {
      TlsMaterial material = given(tls, "tls");
      return new TlsListener(
          address == null ? defaultAddress() : address,
          material,
          profile,
          new ClientVerifier(material.caCertificates(), admins, clock));
    }
    if (tls != null || address != null) {
      throw new IllegalStateException(
          "unixSocket was given together with tls or address; a server listens in one way");
    }
    return new UnixListener(
        socket, peers == null ? LocalUsers.withAdmins(socket.adminUids()) : peers);
  }

  private static InetSocketAddress defaultAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT);
  }

  private static <T> T given(@Nullable T setting, String name) {
    if (setting == null) {
      throw new IllegalStateException(name + " was not given");
    }
    return setting;
  }
}
