package io.processmanager.cli.wiring;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.client.GrpcJobsBuilder;
import io.processmanager.adapters.grpc.client.Reconnect;
import io.processmanager.adapters.grpc.client.ReconnectListener;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsMaterialException;
import io.processmanager.adapters.grpc.tls.TlsTrust;
import io.processmanager.cli.command.ClientCertificate;
import io.processmanager.cli.command.CommandFailure;
import io.processmanager.cli.command.Connection;
import io.processmanager.cli.command.ConnectionSettings;
import io.processmanager.cli.command.JobsConnector;
import io.processmanager.cli.command.Reconnection;
import io.processmanager.cli.command.ReconnectionNotes;
import io.processmanager.cli.command.Trust;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.Objects;

/** Reaches a worker over gRPC, with mutual TLS or on a Unix socket. */
final class GrpcConnector implements JobsConnector {

  /** A command reads one output: the memory that it takes by default is for a thousand. */
  private static final int READ_AHEAD_BYTES = 4 << 20;

  @Override
  public Connection connect(ConnectionSettings settings) {
    try {
      GrpcJobsBuilder builder =
          GrpcJobs.builder()
              .address(settings.address())
              .callTimeout(settings.callTimeout())
              .readAhead(READ_AHEAD_BYTES)
              .reconnect(reconnect(settings.reconnection()))
              .reconnectListener(listener(settings.reconnection()));
      GrpcJobs jobs =
          switch (settings.trust()) {
            case Trust.Certificates certificates -> builder.tls(tls(certificates)).build();
            case Trust.LocalUser _ -> builder.build();
          };
      return new Connection(jobs, jobs::close);
    } catch (TlsMaterialException unusable) {
      throw CommandFailure.configuration(String.valueOf(unusable.getMessage()));
    } catch (IllegalArgumentException notAnAddress) {
      throw CommandFailure.configuration("--address: " + notAnAddress.getMessage());
    }
  }

  private static Reconnect reconnect(Reconnection reconnection) {
    return switch (reconnection) {
      case Reconnection.Never _ -> Reconnect.never();
      case Reconnection.Noted _ -> Reconnect.defaults();
    };
  }

  private static ReconnectListener listener(Reconnection reconnection) {
    return switch (reconnection) {
      case Reconnection.Never _ -> ReconnectListener.none();
      case Reconnection.Noted noted -> new Noting(noted.notes());
    };
  }

  /** Passes on what the client tells. */
  private record Noting(ReconnectionNotes notes) implements ReconnectListener {

    @Override
    public void onConnectionLost(
        JobId job, long offset, JobsException cause, Duration untilNextTry) {
      notes.lost(offset, Objects.requireNonNullElse(cause.getMessage(), "no reason given"));
    }

    @Override
    public void onResumed(JobId job, long offset) {
      notes.resumed(offset);
    }
  }

  private static ClientTls tls(Trust.Certificates certificates) {
    return switch (certificates.client()) {
      case ClientCertificate.Given given ->
          TlsMaterial.read(certificates.caCert(), given.certificate(), given.key());
      case ClientCertificate.None _ -> TlsTrust.read(certificates.caCert());
    };
  }
}
