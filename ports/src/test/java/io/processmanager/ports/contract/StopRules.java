package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How jobs are stopped. */
@ContractTopic(
    title = "Stops",
    hint =
        "Look at requestStop: hand on the grace period that was given and none that "
            + "was not, send one request for each call, and let no deadline of the "
            + "transport be shorter than the grace period and a second.")
public interface StopRules extends JobsHarness {

  @ContractRule(id = "JOB-30", intent = "a stop asks first, and says that asking was enough")
  default void stopAsksWithSigterm() throws Exception {
    Job job = jobs().start(JobSpec.of("sleep", "60"));

    StopOutcome outcome = jobs().stop(job.id());

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(outcome.end().orElseThrow().cause())
        .isEqualTo(new EndCause.Stopped(new Owner(ownerName("alice"))));
    assertThat(outcome.killed()).isFalse();
  }

  @ContractRule(
      id = "JOB-31",
      intent = "no job can refuse to end, and the answer says what it took")
  default void jobThatIgnoresSigtermIsKilledAfterTheGracePeriod() throws Exception {
    Job job = startShell("trap '' TERM; echo ready; while :; do sleep 1; done");
    awaitOutput(job.id(), "ready");

    StopOutcome outcome = jobs().stop(job.id(), Duration.ofMillis(300));

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(outcome.end().orElseThrow().cause())
        .isEqualTo(new EndCause.KilledAfterGrace(new Owner(ownerName("alice"))));
    assertThat(outcome.killed()).isTrue();
  }

  @ContractRule(id = "JOB-32", intent = "a job that cleans up on SIGTERM does so once")
  default void manyStopsSendOneSigtermAndGetOneAnswer() throws Exception {
    Job job =
        startShell("trap 'echo TERM' TERM; echo ready; while :; do sleep 0.05; done 2>/dev/null");
    awaitOutput(job.id(), "ready");

    List<CompletableFuture<StopOutcome>> stops = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      stops.add(jobs().requestStop(job.id(), Duration.ofSeconds(1)).toCompletableFuture());
    }
    List<StopOutcome> outcomes = new ArrayList<>();
    for (CompletableFuture<StopOutcome> stop : stops) {
      outcomes.add(stop.get(BOUND.toSeconds(), TimeUnit.SECONDS));
    }

    assertThat(outcomes).hasSize(50).containsOnly(outcomes.get(0));
    assertThat(textOf(job.id())).containsOnlyOnce("TERM");
  }

  @ContractRule(id = "JOB-33", intent = "a stop that comes too late changes nothing")
  default void stopOfAnEndedJobAnswersWithItsExit() throws Exception {
    Job job = startShell("exit 5");
    jobs().awaitExit(job.id());

    StopOutcome outcome = jobs().stop(job.id());

    assertThat(outcome.end()).contains(jobs().awaitExit(job.id()));
    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Exited(5));
    assertThat(outcome.end().orElseThrow().cause()).isEqualTo(new EndCause.ByItself());
    assertThat(outcome.killed()).isFalse();
  }

  @ContractRule(
      id = "JOB-34",
      intent = "a stop ends all of a job, not its leader alone",
      needs = Capability.SAME_MACHINE)
  default void whatTheLeaderLeavesBehindIsKilled() throws Exception {
    Job job = startShell("sh -c 'trap \"\" TERM; echo child $$; while :; do sleep 1; done' & wait");
    long child = pidPrinted(job.id(), "child");

    StopOutcome outcome = jobs().stop(job.id(), Duration.ofMillis(300));

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(outcome.killed()).isTrue();
    assertThat(isRunning(child)).isFalse();
  }

  @ContractRule(id = "JOB-35", intent = "a stopped process can act on the request to end")
  default void suspendedJobObeys() throws Exception {
    Job job = startShell("trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done");
    awaitOutput(job.id(), "ready");
    jobs().signal(job.id(), Signal.parse("STOP"));

    StopOutcome outcome = jobs().stop(job.id(), BOUND);

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Exited(9));
  }

  @ContractRule(
      id = "JOB-36",
      intent = "no grace at all is a choice; a negative or endless one is not")
  default void graceHasBounds() throws Exception {
    Job job = startShell("trap '' TERM; echo ready; while :; do sleep 1; done");
    awaitOutput(job.id(), "ready");

    for (Duration bad : List.of(Duration.ofMillis(-1), StopPolicy.LONGEST_GRACE.plusMillis(1))) {
      assertThatExceptionOfType(JobsException.InvalidRequest.class)
          .isThrownBy(() -> jobs().stop(job.id(), bad))
          .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("grace"));
    }
    assertThat(jobs().stop(job.id(), Duration.ZERO).end().orElseThrow().exit())
        .isEqualTo(new Exit.Signaled(Signal.KILL, false));
  }

  @ContractRule(id = "JOB-37", intent = "whoever has less patience is not held up by who has more")
  default void laterStopWithLessGraceBringsTheKillForward() throws Exception {
    Job job = startShell("trap '' TERM; echo ready; while :; do sleep 1; done");
    awaitOutput(job.id(), "ready");

    CompletableFuture<StopOutcome> patient =
        jobs().requestStop(job.id(), StopPolicy.LONGEST_GRACE).toCompletableFuture();
    StopOutcome outcome = jobs().stop(job.id(), Duration.ofMillis(50));

    assertThat(outcome.killed()).isTrue();
    assertThat(patient.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(outcome);
  }
}
