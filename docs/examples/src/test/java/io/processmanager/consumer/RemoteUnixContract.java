package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.contract.Capability;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a Unix socket, with the packaged worker; run by {@link RunRemoteContract}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteUnixContract extends JobsContract {

  /** Whoever runs this is one user. */
  static final Set<Capability> CAPABILITIES =
      EnumSet.complementOf(EnumSet.of(Capability.SEVERAL_OWNERS, Capability.ADMIN));

  private RunningWorker worker;
  private GrpcJobs jobs;
  private String owner;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    Path distribution = Path.of(System.getProperty(RemoteContract.DISTRIBUTION));
    worker = RunningWorker.startOnUnixSocket(distribution, directory);
    jobs = GrpcJobs.builder().address(worker.address()).build();
    owner = "uid:" + Files.getAttribute(directory, "unix:uid");
  }

  @AfterAll
  void close() {
    jobs.close();
    worker.close();
  }

  @Test
  void runCollectsWhatIsPrinted() throws Exception {
    assertThat(jobs.run(JobSpec.of("echo", "one")).orThrow().output().text()).isEqualTo("one\n");
  }

  @Test
  void handleEndsItsJobWhenItIsClosed() throws Exception {
    JobHandle job = jobs.launch(JobSpec.of("sleep", "60")).stopOnClose();

    job.close();

    assertThat(jobs.awaitExit(job.id(), BOUND)).isPresent();
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Jobs jobsOf(String user) {
    return jobs;
  }

  @Override
  public Jobs jobsOfAdmin() {
    throw new UnsupportedOperationException("nobody is an admin");
  }

  @Override
  public String ownerName(String user) {
    return owner;
  }
}
