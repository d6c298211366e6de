package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link io.processmanager.ports.inbound.Jobs}. A transport proves itself by one
 * subclass that says how its callers are had; the rules run real programs of a POSIX system.
 *
 * <p>What a rule wants is in its {@link ContractRule#intent}, and a failure repeats it and says
 * where to look. What a transport cannot have it leaves out of its {@link #capabilities}.
 */
@ExtendWith(ContractReport.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class JobsContract
    implements StartRules,
        ExitRules,
        AttributeRules,
        EndCauseRules,
        StopRules,
        StopPolicyRules,
        ThoroughnessRules,
        SignalRules,
        OutputRules,
        OutputDemandRules,
        OutputTimeRules,
        RunRules,
        StatusRules,
        AccessRules,
        ListRules,
        MistakeRules,
        WatchRules {

  /** For subclasses. */
  protected JobsContract() {}

  @AfterEach
  final void endWhatStillRuns() throws InterruptedException {
    if (capabilities().contains(Capability.ADMIN)) {
      endAll(jobsOfAdmin());
      return;
    }
    endAll(jobs());
    if (capabilities().contains(Capability.SEVERAL_OWNERS)) {
      endAll(jobsOf("bob"));
      endAll(jobsOf("carol"));
    }
  }

  private static void endAll(Jobs jobs) throws InterruptedException {
    for (Job job : known(jobs)) {
      if (!(job.state() instanceof JobState.Ended)) {
        end(jobs, job);
      }
    }
  }

  private static List<Job> known(Jobs jobs) {
    try {
      return jobs.list(JobQuery.visible().withPageSize(1000)).jobs();
    } catch (JobsException.Unavailable closed) {
      // What a subclass does after a rule comes first.
      return List.of();
    }
  }

  private static void end(Jobs jobs, Job job) throws InterruptedException {
    try {
      jobs.stop(job.id(), Duration.ZERO);
    } catch (JobsException.NotFound forgottenMeanwhile) {
      assertThat(forgottenMeanwhile.job()).isEqualTo(job.id());
    }
  }
}
