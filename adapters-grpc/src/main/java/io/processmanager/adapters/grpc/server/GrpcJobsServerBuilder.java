package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.ports.inbound.JobsProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link GrpcJobsServer}. The jobs and the TLS material must be given.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class GrpcJobsServerBuilder {

  private static final int DEFAULT_PORT = 8080;

  private @Nullable JobsProvider jobs;
  private @Nullable TlsMaterial tls;
  private TlsProfile profile = TlsProfile.COMPATIBLE;
  private AdminCertificates admins = AdminCertificates.none();
  private InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT);
  private Clock clock = Clock.systemUTC();

  GrpcJobsServerBuilder() {}

  /** The jobs to offer. The server does not close them. */
  public GrpcJobsServerBuilder jobs(JobsProvider jobs) {
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    return this;
  }

  /** The server's certificate with its key, and the authorities whose clients it believes. */
  public GrpcJobsServerBuilder tls(TlsMaterial tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /** The versions and cipher suites of TLS. Default: {@link TlsProfile#COMPATIBLE}. */
  public GrpcJobsServerBuilder profile(TlsProfile profile) {
    this.profile = Objects.requireNonNull(profile, "profile");
    return this;
  }

  /** Who reaches all jobs. Default: nobody. */
  public GrpcJobsServerBuilder admins(AdminCertificates admins) {
    this.admins = Objects.requireNonNull(admins, "admins");
    return this;
  }

  /** Where to listen; port 0 for any that is free. Default: port 8080 of the loopback interface. */
  public GrpcJobsServerBuilder address(InetSocketAddress address) {
    this.address = Objects.requireNonNull(address, "address");
    return this;
  }

  /** What certificates' dates are compared with. */
  GrpcJobsServerBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * The server, not yet listening.
   *
   * @throws IllegalStateException the jobs or the TLS material were not given
   */
  public GrpcJobsServer build() {
    return new GrpcJobsServer(this);
  }

  JobsProvider jobs() {
    return given(jobs, "jobs");
  }

  TlsMaterial tls() {
    return given(tls, "tls");
  }

  TlsProfile profile() {
    return profile;
  }

  AdminCertificates admins() {
    return admins;
  }

  InetSocketAddress address() {
    return address;
  }

  Clock clock() {
    return clock;
  }

  private static <T> T given(@Nullable T setting, String name) {
    if (setting == null) {
      throw new IllegalStateException(name + " was not given");
    }
    return setting;
  }
}
