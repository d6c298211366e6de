package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.usecase.LocalJobs;
import org.junit.jupiter.api.Test;

/** One owner's output beside another's who prints far more than there is room for. */
final class OwnersOutputTest {

  private static final OutputLimits LIMITS = new OutputLimits(4 << 20, 8 << 20);

  @Test
  void whoRunsManyJobsPushesOutTheirOwnOutput() throws Exception {
    try (LocalJobs local =
        LocalJobs.over(LinuxPorts.builder().output(OutputPlace.memory(LIMITS)).open())) {
      Jobs mine = local.forCaller(Caller.user("has one job"));
      Jobs others = local.forCaller(Caller.user("has many"));
      JobId job = printed(mine, "3M");

      JobId firstOfMany = printed(others, "2M");
      for (int i = 0; i < 5; i++) {
        printed(others, "2M");
      }

      assertThat(mine.status(job).output().firstOffset()).isZero();
      assertThat(others.status(firstOfMany).output().firstOffset()).isPositive();
    }
  }

  private static JobId printed(Jobs jobs, String bytes) throws InterruptedException {
    JobId job = jobs.start(JobSpec.of("head", "-c", bytes, "/dev/zero")).id();
    jobs.awaitExit(job);
    return job;
  }
}
