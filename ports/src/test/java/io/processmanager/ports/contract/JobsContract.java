package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link io.processmanager.ports.inbound.Jobs}. A transport proves itself by one
 * subclass that says how its callers are had; the rules run real programs of a POSIX system.
 */
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
        StatusRules,
        AccessRules,
        ListRules,
        WatchRules {

  /** For subclasses. */
  protected JobsContract() {}

  @AfterEach
  final void endWhatStillRuns() throws InterruptedException {
    for (Job job : jobsOfAdmin().list(JobQuery.visible().withPageSize(1000)).jobs()) {
      if (!(job.state() instanceof JobState.Ended)) {
        end(job);
      }
    }
  }

  private void end(Job job) throws InterruptedException {
    try {
      jobsOfAdmin().stop(job.id(), Duration.ZERO);
    } catch (JobsException.NotFound forgottenMeanwhile) {
      assertThat(forgottenMeanwhile.job()).isEqualTo(job.id());
    }
  }
}
