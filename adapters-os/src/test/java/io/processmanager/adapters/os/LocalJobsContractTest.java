package io.processmanager.adapters.os;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The embedded jobs, over the processes of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocalJobsContractTest extends JobsContract {

  private final LocalJobs local = LocalJobs.over(LinuxPorts.builder().open());

  @AfterAll
  void closeJobs() {
    local.close();
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
