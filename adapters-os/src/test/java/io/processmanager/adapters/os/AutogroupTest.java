package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Nice values between jobs, where the kernel schedules by session. */
final class AutogroupTest {

  @Test
  void niceValueIsThatOfTheJobsSchedulingGroupToo() throws Exception {
    assumeTrue(
        ProcFile.read(Path.of("/proc/sys/kernel/sched_autogroup_enabled"))
            .filter("1\n"::equals)
            .isPresent(),
        "the kernel does not schedule by session here");
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(Caller.user("alice"));

      Job job =
          jobs.start(
              JobSpec.of(
                      "sh",
                      "-c",
                      "until grep -q 'nice 7$' /proc/self/autogroup; do sleep 0.05; done")
                  .withNice(7)
                  .withMaximumRunTime(Duration.ofSeconds(30)));

      assertThat(jobs.awaitExit(job.id()).exit()).isEqualTo(new Exit.Exited(0));
    }
  }
}
