package io.processmanager.worker.wiring;

import io.processmanager.adapters.grpc.server.UnixSocket;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import java.net.InetSocketAddress;
import java.util.Objects;

/** One of the ways to a worker. */
public sealed interface Endpoint {

  /**
   * TLS with certificates on both sides.
   *
   * @param address where the worker listens; port 0 for any that is free
   * @param tls its certificate, its key, and whose clients it believes
   * @param profile the versions and cipher suites of TLS
   * @param admins who reaches all jobs
   */
  record Tls(
      InetSocketAddress address, TlsMaterial tls, TlsProfile profile, AdminCertificates admins)
      implements Endpoint {

    public Tls {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(tls, "tls");
      Objects.requireNonNull(profile, "profile");
      Objects.requireNonNull(admins, "admins");
    }
  }

  /**
   * A Unix socket, for users of this machine.
   *
   * @param socket where it is, and for whom
   */
  record Unix(UnixSocket socket) implements Endpoint {

    public Unix {
      Objects.requireNonNull(socket, "socket");
    }
  }
}
