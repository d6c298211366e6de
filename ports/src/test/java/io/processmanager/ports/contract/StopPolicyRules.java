package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How a job is stopped as it was started for, and when its time is over. */
@ContractTopic(
    title = "Stop policies",
    hint =
        "Look at how a spec is encoded: stop signal, grace period and maximum run "
            + "time are its own, and a stop without a grace period leaves that to the far "
            + "side.")
public interface StopPolicyRules extends JobsHarness {

  /** A maximum run time that is over soon. */
  Duration SHORT_TIME = Duration.ofMillis(300);

  /** A grace period that no rule waits for. */
  Duration LONG_GRACE = Duration.ofMinutes(50);

  /** One that a program ignores from its first instruction on; signal(7). */
  Signal IGNORED = Signal.parse("URG");

  @ContractRule(
      id = "JOB-120",
      intent = "a job that hangs does not hang for ever, and that is said")
  default void jobWhoseTimeIsOverIsStopped() throws Exception {
    Job hangs = jobs().start(JobSpec.of("sleep", "60").withMaximumRunTime(SHORT_TIME));
    Job ends = jobs().start(JobSpec.of("true").withMaximumRunTime(BOUND));

    JobState.Ended late = jobs().awaitExit(hangs.id(), BOUND).orElseThrow();
    JobState.Ended inTime = jobs().awaitExit(ends.id(), BOUND).orElseThrow();

    assertThat(late.exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(late.cause()).isEqualTo(new EndCause.TimedOut(SHORT_TIME, false));
    assertThat(inTime.cause()).isEqualTo(new EndCause.ByItself());
  }

  @ContractRule(id = "JOB-121", intent = "no job outlives its time by refusing to end")
  default void jobWhoseTimeIsOverIsKilledAfterItsGrace() throws Exception {
    JobSpec spec =
        JobSpec.of("sleep", "60")
            .withStopPolicy(
                StopPolicy.defaults().withSignal(IGNORED).withGrace(Duration.ofMillis(50)))
            .withMaximumRunTime(SHORT_TIME);

    JobState.Ended end = jobs().awaitExit(jobs().start(spec).id(), BOUND).orElseThrow();

    assertThat(end.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(end.cause()).isEqualTo(new EndCause.TimedOut(SHORT_TIME, true));
  }

  @ContractRule(id = "JOB-122", intent = "a stop that nobody asked for shows its reason")
  default void jobWhoseTimeIsOverShowsThatAndMayBeHurried() throws Exception {
    StopPolicy patient = StopPolicy.defaults().withSignal(IGNORED).withGrace(LONG_GRACE);
    JobSpec spec = JobSpec.of("sleep", "60").withStopPolicy(patient);
    Job job = jobs().start(spec.withMaximumRunTime(SHORT_TIME));

    JobState.Stopping stopping = awaitStopping(job);
    StopOutcome outcome = jobs().stop(job.id(), Duration.ZERO);

    assertThat(stopping.reason()).isEqualTo(new StopReason.TimeOver(SHORT_TIME));
    assertThat(stopping.grace()).isEqualTo(LONG_GRACE);
    assertThat(outcome.end().orElseThrow().cause())
        .isEqualTo(new EndCause.TimedOut(SHORT_TIME, true));
  }

  @ContractRule(id = "JOB-123", intent = "a program is asked to end in the way that it knows")
  default void jobIsStoppedWithTheSignalOfItsSpec() throws Exception {
    Job job =
        jobs()
            .start(
                JobSpec.of(
                        "sh", "-c", "trap 'exit 7' INT; echo ready; while :; do sleep 0.05; done")
                    .withStopPolicy(StopPolicy.defaults().withSignal(Signal.INT).withGrace(BOUND)));
    awaitOutput(job.id(), "ready");

    StopOutcome outcome = jobs().stop(job.id());

    JobState.Ended end = outcome.end().orElseThrow();
    assertThat(end.exit()).isEqualTo(new Exit.Exited(7));
    assertThat(end.cause()).isEqualTo(new EndCause.Stopped(new Owner(ownerName("alice"))));
  }

  @ContractRule(id = "JOB-124", intent = "who starts a program knows how long its end takes")
  default void stopThatNamesNoGraceTakesTheSpecs() throws Exception {
    StopPolicy policy = StopPolicy.defaults().withSignal(IGNORED);
    JobSpec deaf = JobSpec.of("sleep", "60");
    Job patient = jobs().start(deaf.withStopPolicy(policy.withGrace(LONG_GRACE)));
    Job impatient = jobs().start(deaf.withStopPolicy(policy.withGrace(Duration.ZERO)));

    CompletableFuture<StopOutcome> stop = jobs().requestStop(patient.id()).toCompletableFuture();
    StopOutcome outcome = jobs().stop(impatient.id());

    assertThat(awaitStopping(patient).grace()).isEqualTo(LONG_GRACE);
    assertThat(stop).isNotDone();
    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(outcome.killed()).isTrue();
  }
}
