package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.usecase.AtClose;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that are ended when their instance is closed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StopAtCloseTest {

  private static final String CLEANS_UP =
      "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";
  private static final String REFUSES = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

  @Test
  void jobEndsInItsOwnTimeWhereItIsGivenSome() throws Exception {
    JobState.Ended end = endOf(CLEANS_UP, AtClose.stop(Duration.ofSeconds(30)));

    assertThat(end.exit()).isEqualTo(new Exit.Exited(7));
    assertThat(end.cause()).isInstanceOf(EndCause.Stopped.class);
  }

  @Test
  void jobThatDoesNotEndInTimeIsKilled() throws Exception {
    JobState.Ended end = endOf(REFUSES, AtClose.stop(Duration.ofMillis(200)));

    assertThat(end.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(end.cause()).isInstanceOf(EndCause.KilledAfterGrace.class);
  }

  @Test
  void jobIsKilledAtOnceUnlessSomethingElseIsSaid() throws Exception {
    JobState.Ended end = endOf(CLEANS_UP, AtClose.kill());

    assertThat(end.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
  }

  /** How a job ends that runs when its instance is closed. */
  private static JobState.Ended endOf(String script, AtClose fate) throws Exception {
    CompletableFuture<JobState.Ended> end;
    try (LocalJobs local = LocalJobs.builder().atClose(fate).open()) {
      Jobs jobs = local.forCaller(Caller.user("alice"));
      Job job = jobs.start(JobSpec.of("sh", "-c", script));
      try (OutputReader output = jobs.openOutput(job.id(), OutputQuery.all())) {
        assertThat(output.next()).isPresent();
      }
      end = jobs.onExit(job.id()).toCompletableFuture();
    }
    return end.get(1, TimeUnit.SECONDS);
  }
}
