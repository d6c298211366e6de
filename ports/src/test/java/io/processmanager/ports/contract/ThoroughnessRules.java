package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.io.IOException;
import java.time.Duration;

/** How sure a stop is that nothing of the job runs any more. The rules use setsid(1). */
@ContractTopic(
    title = "What is left of a job",
    hint =
        "Look at how a StopOutcome is encoded: state, killed and thoroughness are "
            + "three things.")
public interface ThoroughnessRules extends JobsHarness {

  @ContractRule(id = "JOB-130", intent = "a stop that has done its work says that it has")
  default void stopOfAnOrdinaryJobIsNotPending() throws Exception {
    Job running = startShell("sleep 60 & wait");
    Job ended = startShell("exit 0");
    jobs().awaitExit(ended.id());

    assertThat(jobs().stop(running.id()).thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
    assertThat(jobs().stop(ended.id()).thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
  }

  @ContractRule(
      id = "JOB-131",
      intent = "what left its session is found, or may be left, as said",
      needs = Capability.SAME_MACHINE)
  default void descendantWithASessionOfItsOwnIsKilled() throws Exception {
    Job job =
        startShell(
            "setsid sh -c 'echo \"away $$\"; exec sleep 600' &"
                + " setsid env -i /bin/sh -c 'echo \"bare $$\"; exec sleep 600' &"
                + " wait");
    long away = pidPrinted(job.id(), "away");
    long bare = pidPrinted(job.id(), "bare");

    StopOutcome outcome = jobs().stop(job.id(), Duration.ofMillis(300));

    boolean bareRuns = isRunning(bare);
    endStranger(bare);
    assertThat(isRunning(away)).isFalse();
    assertThat(outcome.killed()).isTrue();
    assertThat(outcome.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
    assertThat(outcome.thoroughness() == Thoroughness.COMPLETE && bareRuns)
        .as("what dropped its environment runs although nothing is said to be left")
        .isFalse();
  }

  private void endStranger(long pid) throws IOException {
    if (isRunning(pid)) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
