package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.ports.inbound.JobsProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server on a free loopback port, with an authority of its own. */
public final class Loopback implements AutoCloseable {

  private final TestPki pki;
  private final GrpcJobsServer server;
  private final List<GrpcJobs> clients = new ArrayList<>();

  private Loopback(TestPki pki, GrpcJobsServer server) {
    this.pki = pki;
    this.server = server;
  }

  /** A server for {@code jobs} whose certificates lie in {@code directory}. */
  public static Loopback serve(JobsProvider jobs, Path directory) throws IOException {
    TestPki pki = TestPki.create(directory);
    return serve(jobs, pki, pki.server(), AdminCertificates.none(), Clock.systemUTC());
  }

  /** A server for {@code jobs} with another certificate of {@code pki}. */
  public static Loopback serve(JobsProvider jobs, TestPki pki) throws IOException {
    return serve(jobs, pki, pki.server(), AdminCertificates.none(), Clock.systemUTC());
  }

  static Loopback serve(
      JobsProvider jobs,
      TestPki pki,
      TestPki.Issued certificate,
      AdminCertificates admins,
      Clock clock)
      throws IOException {
    GrpcJobsServer server =
        GrpcJobsServer.builder()
            .jobs(jobs)
            .tls(certificate.material())
            .profile(TlsProfile.COMPATIBLE)
            .admins(admins)
            .clock(clock)
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build();
    server.start();
    return new Loopback(pki, server);
  }

  /** The authority that the server believes. */
  public TestPki pki() {
    return pki;
  }

  /** The server. */
  public GrpcJobsServer server() {
    return server;
  }

  /** The server's address. */
  public String address() {
    return "localhost:" + server.port();
  }

  /** A client with a fresh certificate for {@code CN=name}. */
  public GrpcJobs client(String name) {
    return client(pki.client(name));
  }

  /** A client with this certificate. */
  public GrpcJobs client(TestPki.Issued certificate) {
    GrpcJobs client = GrpcJobs.builder().address(address()).tls(certificate.material()).build();
    clients.add(client);
    return client;
  }

  @Override
  public void close() {
    clients.forEach(GrpcJobs::close);
    try {
      server.shutdown(Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
