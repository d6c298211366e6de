package io.processmanager.cli.wiring;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsMaterialException;
import io.processmanager.adapters.grpc.tls.TlsTrust;
import io.processmanager.cli.command.ClientCertificate;
import io.processmanager.cli.command.CommandFailure;
import io.processmanager.cli.command.Connection;
import io.processmanager.cli.command.ConnectionSettings;
import io.processmanager.cli.command.JobsConnector;

/** Reaches a worker over gRPC with mutual TLS. */
final class GrpcConnector implements JobsConnector {

  @Override
  public Connection connect(ConnectionSettings settings) {
    try {
      GrpcJobs jobs =
          GrpcJobs.builder()
              .address(settings.address())
              .callTimeout(settings.callTimeout())
              .tls(tls(settings))
              .build();
      return new Connection(jobs, jobs::close);
    } catch (TlsMaterialException unusable) {
      throw CommandFailure.configuration(String.valueOf(unusable.getMessage()));
    } catch (IllegalArgumentException notAnAddress) {
      throw CommandFailure.configuration("--address: " + notAnAddress.getMessage());
    }
  }

  private static ClientTls tls(ConnectionSettings settings) {
    return switch (settings.client()) {
      case ClientCertificate.Given given ->
          TlsMaterial.read(settings.caCert(), given.certificate(), given.key());
      case ClientCertificate.None _ -> TlsTrust.read(settings.caCert());
    };
  }
}
