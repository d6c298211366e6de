package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.ports.inbound.JobsProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A server on a Unix socket, and clients of it. */
final class UnixLoopback implements AutoCloseable {

  private final GrpcJobsServer server;

  private UnixLoopback(GrpcJobsServer server) {
    this.server = server;
  }

  /** A server that asks the kernel who connects. */
  static UnixLoopback serve(JobsProvider jobs, UnixSocket socket) throws IOException {
    return started(GrpcJobsServer.builder().jobs(jobs).unixSocket(socket).build());
  }

  /** A server that takes everybody for whom {@code peers} says. */
  static UnixLoopback serve(JobsProvider jobs, Path path, PeerIdentity peers) throws IOException {
    return started(
        GrpcJobsServer.builder().jobs(jobs).unixSocket(UnixSocket.at(path)).peers(peers).build());
  }

  private static UnixLoopback started(GrpcJobsServer server) throws IOException {
    server.start();
    return new UnixLoopback(server);
  }

  GrpcJobsServer server() {
    return server;
  }

  String address() {
    return server.address();
  }

  GrpcJobs client() {
    return GrpcJobs.builder().address(address()).build();
  }

  @Override
  public void close() {
    try {
      server.shutdown(Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
