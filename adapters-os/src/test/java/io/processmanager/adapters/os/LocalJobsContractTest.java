package io.processmanager.adapters.os;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The embedded jobs, over the processes of this machine, however they are contained. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class LocalJobsContractTest extends JobsContract {

  private final LocalJobs local;

  LocalJobsContractTest(CgroupUse use) {
    local = LocalJobs.over(LinuxPorts.builder().cgroups(use).open());
  }

  @AfterEach
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
