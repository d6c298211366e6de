package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The embedded jobs with their output in files, of which none is left when they are closed. */
final class SpoolJobsContractTest extends JobsContract {

  private final Path directory;
  private final LocalJobs local;

  SpoolJobsContractTest(@TempDir Path directory) {
    this.directory = directory;
    local = LocalJobs.over(LinuxPorts.builder().output(OutputPlace.spool(directory)).open());
  }

  @AfterEach
  void closeJobs() {
    local.close();
    assertThat(directory.resolve("output")).isEmptyDirectory();
  }

  @Override
  public Jobs jobsOf(String user) {
    return local.forCaller(Caller.user(user));
  }

  @Override
  public Jobs jobsOfAdmin() {
    return local.forCaller(Caller.admin("root"));
  }

  @Override
  public String ownerName(String user) {
    return user;
  }
}
