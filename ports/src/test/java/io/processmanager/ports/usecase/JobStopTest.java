package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stops by the spec's policy, of what is left behind, and such as the system refuses. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JobStopTest {

  private static final Exit KILLED = new Exit.Signaled(Signal.KILL, false);

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));
  private final Job job =
      jobs.start(
          JobSpec.of("x")
              .withStopPolicy(
                  StopPolicy.defaults().withSignal(Signal.INT).withGrace(Duration.ofSeconds(7))));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void jobIsAskedWithTheSignalThatItWasStartedWith() {
    CompletableFuture<StopOutcome> stop = stop(3);
    process.end(new Exit.Exited(7));

    assertThat(process.signals).containsExactly(Signal.INT, Signal.CONT);
    assertThat(stop.join())
        .isEqualTo(new StopOutcome(state(), false, Thoroughness.COMPLETE))
        .satisfies(it -> assertThat(causeOf(it)).isEqualTo(new EndCause.Stopped(owner())));
  }

  @Test
  void stopThatNamesNoGraceTakesTheOneThatTheJobWasStartedWith() {
    var unused = jobs.requestStop(job.id()).toCompletableFuture();

    ports.pass(Duration.ofMillis(6_999));
    assertThat(process.kills).hasValue(0);
    ports.pass(Duration.ofMillis(1));

    assertThat(process.kills).hasValue(1);
    assertThat(state())
        .isInstanceOfSatisfying(
            JobState.Stopping.class,
            stopping -> assertThat(stopping.grace()).isEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void noGraceKillsWithoutAsking() {
    CompletableFuture<StopOutcome> stop = stop(0);
    process.end(KILLED);

    assertThat(process.signals).isEmpty();
    assertThat(process.kills).hasValue(1);
    assertThat(causeOf(stop.join())).isEqualTo(new EndCause.KilledAfterGrace(owner()));
  }

  @Test
  void stopWithTheSignalKillIsObeyedAndNotForced() {
    Job brutal =
        jobs.start(JobSpec.of("y").withStopPolicy(StopPolicy.defaults().withSignal(Signal.KILL)));
    CompletableFuture<StopOutcome> stop = jobs.requestStop(brutal.id()).toCompletableFuture();

    ports.processes.last().end(KILLED);

    assertThat(causeOf(stop.join())).isEqualTo(new EndCause.Stopped(owner()));
  }

  @Test
  void lessPatientStopHurriesWhatTheLeaderLeftBehind() {
    ports.processes.retirement = Optional.empty();
    CompletableFuture<StopOutcome> patient = stop(3600);
    process.exit(new Exit.Signaled(Signal.INT, false));
    assertThat(process.retiredWith()).contains(Duration.ofHours(1));

    CompletableFuture<StopOutcome> impatient = stop(5);

    assertThat(process.retiredWith()).contains(Duration.ofSeconds(5));
    assertThat(impatient).isNotDone();
    process.retired(new Retired(true, Thoroughness.BEST_EFFORT));
    assertThat(impatient.join())
        .isEqualTo(new StopOutcome(state(), true, Thoroughness.BEST_EFFORT));
    assertThat(patient.join()).isEqualTo(impatient.join());
  }

  @Test
  void stopByWhoeverHearsOfTheEndFirstGetsTheSameAnswer() {
    CompletableFuture<StopOutcome> first = stop(0);
    CompletableFuture<StopOutcome> second =
        jobs.onExit(job.id()).toCompletableFuture().thenCompose(end -> stop(3));

    process.exit(new Exit.Signaled(Signal.KILL, false));

    assertThat(second.join().killed()).isTrue();
    assertThat(first.join()).isEqualTo(second.join());
  }

  @Test
  void whatIsLeftOfAKilledJobIsLookedFor() {
    CompletableFuture<StopOutcome> stop = stop(0);
    process.exit(KILLED);

    assertThat(process.retiredWith()).hasValueSatisfying(it -> assertThat(it).isPositive());
    assertThat(stop.join().killed()).isTrue();
  }

  @Test
  void whatHeldTheOutputOpenIsLookedForToo() {
    process.exit(new Exit.Exited(0));
    process.endOutput(OutputCompletion.CUT_OFF);

    assertThat(process.retiredWith()).hasValueSatisfying(it -> assertThat(it).isPositive());
  }

  @Test
  void killOfAJobThatMayNotBeAskedIsTriedAllTheSame() {
    process.signalRefusal = Optional.of(new JobsException.Failed("not permitted", null));
    CompletableFuture<StopOutcome> stop = stop(3);
    process.signalRefusal = Optional.empty();

    ports.pass(Duration.ofSeconds(3));
    process.end(KILLED);

    assertThat(process.signals).isEmpty();
    assertThat(process.kills).hasValue(1);
    assertThat(causeOf(stop.join())).isEqualTo(new EndCause.KilledAfterGrace(owner()));
  }

  @Test
  void clockThatIsSetMovesNoKill() {
    CompletableFuture<StopOutcome> stop = stop(10);

    ports.setClock(Duration.ofDays(1));
    ports.pass(Duration.ofSeconds(9));
    ports.setClock(Duration.ofDays(-3));
    assertThat(process.kills).hasValue(0);
    CompletableFuture<StopOutcome> morePatient = stop(5);
    ports.pass(Duration.ofSeconds(1));

    assertThat(process.kills).hasValue(1);
    assertThat(stop).isNotDone();
    assertThat(morePatient).isNotDone();
  }

  private CompletableFuture<StopOutcome> stop(int graceSeconds) {
    return jobs.requestStop(job.id(), Duration.ofSeconds(graceSeconds)).toCompletableFuture();
  }

  private JobState state() {
    return jobs.status(job.id()).job().state();
  }

  private static Owner owner() {
    return new Owner("alice");
  }

  private static EndCause causeOf(StopOutcome outcome) {
    return outcome.end().orElseThrow().cause();
  }
}
