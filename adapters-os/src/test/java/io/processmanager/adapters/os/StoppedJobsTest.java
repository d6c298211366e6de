package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is there of a job once its stop has been answered: nothing, however it was contained. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoppedJobsTest {

  private static final long BOUND_SECONDS = 30;

  private final LocalJobs local;
  private final Jobs jobs;

  StoppedJobsTest(CgroupUse use) {
    local = LocalJobs.over(LinuxPorts.builder().cgroups(use).open());
    jobs = local.forCaller(Caller.user("alice"));
  }

  @AfterEach
  void closeJobs() {
    local.close();
  }

  @Test
  void backgroundGroupsOfAKilledShellAreKilledToo() throws Exception {
    Job job = start("set -m; sleep 60 & echo $!; wait");
    long background = Long.parseLong(firstLine(job));

    StopOutcome outcome = jobs.stop(job.id(), Duration.ZERO);

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(EngineTest.isAlive(background)).isFalse();
  }

  @Test
  void leaderThatHasObeyedDoesNotMakeAnImpatientStopWaitForItsChildren() throws Exception {
    Job job = start("sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' & wait");
    long child = Long.parseLong(firstLine(job));

    CompletableFuture<StopOutcome> patient =
        jobs.requestStop(job.id(), StopPolicy.LONGEST_GRACE).toCompletableFuture();
    jobs.awaitExit(job.id());
    StopOutcome outcome = jobs.stop(job.id(), Duration.ZERO);

    assertThat(outcome.killed()).isTrue();
    assertThat(EngineTest.isAlive(child)).isFalse();
    assertThat(patient.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(outcome);
  }

  private Job start(String script) {
    return jobs.start(JobSpec.of("bash", "-c", script));
  }

  private String firstLine(Job job) throws Exception {
    try (OutputReader output = jobs.openOutput(job.id(), OutputQuery.all());
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(output.asInputStream(), StandardCharsets.UTF_8))) {
      return lines.readLine();
    }
  }
}
