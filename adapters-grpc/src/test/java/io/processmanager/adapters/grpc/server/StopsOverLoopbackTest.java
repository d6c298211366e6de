package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopsOverLoopbackTest extends OverLoopback {

  private static final JobState.Running RUNNING = new JobState.Running(Instant.EPOCH);
  private static final JobState.Stopping STOPPING =
      RUNNING.stop(
          new StopReason.Asked(new Owner("CN=alice")), Duration.ofSeconds(1), Instant.EPOCH);

  @Test
  void stopAnswersWithTheEndAndHowSureItIs() throws Exception {
    JobState.Ended ended =
        RUNNING.end(new Exit.Exited(3), new EndCause.ByItself(), Instant.EPOCH.plusSeconds(1));
    StopOutcome outcome = new StopOutcome(ended, true, Thoroughness.COMPLETE);
    fake.stop.complete(outcome);

    assertThat(jobs.stop(job)).isEqualTo(outcome);
    assertThat(jobs.stop(job, Duration.ZERO)).isEqualTo(outcome);
  }

  @Test
  void stopWhoseKillIsPendingAnswersWithTheJobAsItIs() throws Exception {
    fake.stop.complete(new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING));

    StopOutcome outcome = jobs.stop(job);

    assertThat(outcome.state()).isEqualTo(STOPPING);
    assertThat(outcome.end()).isEmpty();
    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
  }

  @Test
  void stopNeverLooksAtAProcessThatMayNotBeReadable() throws Exception {
    fake.statusFailure = new IllegalStateException("a stop has asked for the status");
    StopOutcome outcome = new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING);
    fake.stop.complete(outcome);

    assertThat(jobs.stop(job)).isEqualTo(outcome);
  }

  @Test
  void stopOfAJobThatIsForgottenMeanwhileHasItsAnswer() throws Exception {
    CompletableFuture<StopOutcome> stop = jobs.requestStop(job).toCompletableFuture();
    assertThat(fake.stopping.await(20, TimeUnit.SECONDS)).isTrue();
    fake.forgetAll();
    StopOutcome outcome = new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING);

    fake.stop.complete(outcome);

    assertThat(stop).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(outcome);
  }

  @Test
  void stopWithoutAGracePeriodLeavesItToTheJobsOwn() {
    Duration own = Duration.ofMinutes(7);
    JobId patient =
        jobs.start(JobSpec.of("true").withStopPolicy(StopPolicy.defaults().withGrace(own))).id();
    fake.stop.cancel(false);

    assertThat(jobs.requestStop(patient)).failsWithin(Duration.ofSeconds(20));
    assertThat(fake.lastGrace).isEqualTo(own);
    assertThat(jobs.requestStop(patient, Duration.ofMillis(1))).failsWithin(Duration.ofSeconds(20));
    assertThat(fake.lastGrace).isEqualTo(Duration.ofMillis(1));
  }
}
