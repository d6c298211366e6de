package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over TLS, with the packaged worker; run by {@link RunRemoteContract}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteContract extends JobsContract {

  static final String DISTRIBUTION = "consumer.worker";

  private final Map<String, GrpcJobs> clients = new ConcurrentHashMap<>();
  private RunningWorker worker;
  private GrpcJobs admin;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    worker = RunningWorker.start(Path.of(System.getProperty(DISTRIBUTION)), directory);
    admin = connect(worker.admin());
  }

  @AfterAll
  void close() {
    clients.values().forEach(GrpcJobs::close);
    admin.close();
    worker.close();
  }

  @Test
  void adapterForLocalProcessesIsNotNeeded() {
    assertThat(System.getProperty("java.class.path")).doesNotContain("adapters-os");
  }

  private GrpcJobs connect(TestPki.Issued certificate) {
    return GrpcJobs.builder().address(worker.address()).tls(certificate.material()).build();
  }

  @Override
  public Jobs jobsOf(String user) {
    return clients.computeIfAbsent(user, name -> connect(worker.user(name)));
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
