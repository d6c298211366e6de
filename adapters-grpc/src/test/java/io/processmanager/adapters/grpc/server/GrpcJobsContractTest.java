package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of a worker, over loopback with mutual TLS and the processes of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrpcJobsContractTest extends JobsContract {

  private final LocalJobs local = LocalJobs.open();
  private final Map<String, GrpcJobs> clients = new ConcurrentHashMap<>();
  private Loopback loopback;
  private GrpcJobs admin;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued root = pki.client("root");
    loopback =
        Loopback.serve(
            local,
            pki,
            pki.server(),
            AdminCertificates.read(root.certificate().toString()),
            Clock.systemUTC());
    admin = loopback.client(root);
  }

  @AfterAll
  void close() {
    loopback.close();
    local.close();
  }

  @Test
  void graceOutOfRangeIsInvalidWhicheverJobIsNamed() {
    JobId unknown = new JobId(UUID.randomUUID());

    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs().stop(unknown, Duration.ofHours(2)))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("grace"));
  }

  @Override
  public Jobs jobsOf(String user) {
    return clients.computeIfAbsent(user, loopback::client);
  }

  @Override
  public Jobs jobsOfAdmin() {
    return admin;
  }

  @Override
  public String ownerName(String user) {
    return "CN=" + user;
  }
}
