package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Audit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that may run no longer than it was started for. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RunTimeTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Owner ALICE = new Owner("alice");
  private static final Exit KILLED = new Exit.Signaled(Signal.KILL, false);

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x").withMaximumRunTime(LIMIT));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void jobIsAskedToEndWhenItsTimeIsOver() {
    ports.pass(LIMIT.minusMillis(1));
    assertThat(process.signals).isEmpty();
    ports.pass(Duration.ofMillis(1));

    assertThat(process.signals).containsExactly(Signal.TERM, Signal.CONT);
    assertThat(state())
        .isInstanceOfSatisfying(
            JobState.Stopping.class,
            it -> assertThat(it.reason()).isEqualTo(new StopReason.TimeOver(LIMIT)));
    process.end(new Exit.Exited(0));
    assertThat(causeOf(state())).isEqualTo(new EndCause.TimedOut(LIMIT, false));
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void jobThatDoesNotListenIsKilledAfterItsGrace() {
    ports.pass(LIMIT.plusSeconds(3));
    process.end(KILLED);

    assertThat(process.kills).hasValue(1);
    assertThat(causeOf(state())).isEqualTo(new EndCause.TimedOut(LIMIT, true));
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void jobThatEndsInTimeLeavesNoTimerBehind() {
    assertThat(ports.pendingAlarms()).isEqualTo(1);

    process.end(new Exit.Exited(0));

    assertThat(ports.pendingAlarms()).isZero();
    assertThat(causeOf(state())).isEqualTo(new EndCause.ByItself());
  }

  @Test
  void stopBeforeItsTimeIsOverIsTheReason() {
    CompletableFuture<StopOutcome> stop = stop(1);
    process.end(new Exit.Signaled(Signal.TERM, false));

    assertThat(causeOf(stop.join().state())).isEqualTo(new EndCause.Stopped(ALICE));
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void patientStopGivesNoMoreTimeThanThereIs() {
    ports.pass(LIMIT.minusSeconds(1));
    CompletableFuture<StopOutcome> stop = stop(3600);

    ports.pass(Duration.ofSeconds(4));
    process.end(KILLED);

    assertThat(process.signals).as("asked once").containsExactly(Signal.TERM, Signal.CONT);
    assertThat(process.kills).hasValue(1);
    assertThat(causeOf(stop.join().state())).isEqualTo(new EndCause.KilledAfterGrace(ALICE));
  }

  @Test
  void stopAfterItsTimeIsOverJoinsIn() {
    ports.pass(LIMIT);
    CompletableFuture<StopOutcome> stop = stop(1);

    ports.pass(Duration.ofSeconds(1));
    process.end(KILLED);

    assertThat(process.signals).containsExactly(Signal.TERM, Signal.CONT);
    assertThat(causeOf(stop.join().state())).isEqualTo(new EndCause.TimedOut(LIMIT, true));
    assertThat(stop.join().killed()).isTrue();
  }

  @Test
  void clockThatIsSetMakesNoTimePass() {
    ports.setClock(Duration.ofDays(1));
    ports.pass(LIMIT.minusMillis(1));
    assertThat(state()).isInstanceOf(JobState.Running.class);
    ports.setClock(Duration.ofDays(-2));
    ports.pass(Duration.ofMillis(1));

    assertThat(state()).isInstanceOf(JobState.Stopping.class);
  }

  @Test
  void trailTellsThatTheTimeWasOver() {
    ports.pass(LIMIT);
    process.end(new Exit.Exited(0));

    assertThat(ports.trail)
        .containsExactly(
            new Audit.Event.Started(job, 1001),
            new Audit.Event.RunTimeOver(job.id(), LIMIT),
            new Audit.Event.Ended(jobs.status(job.id()).job()));
  }

  @Test
  void jobWithoutALimitHasNoTimer() {
    process.end(new Exit.Exited(0));

    jobs.start(JobSpec.of("y"));

    assertThat(ports.pendingAlarms()).isZero();
  }

  private JobState state() {
    return jobs.status(job.id()).job().state();
  }

  private static EndCause causeOf(JobState state) {
    return ((JobState.Ended) state).cause();
  }

  private CompletableFuture<StopOutcome> stop(int graceSeconds) {
    return jobs.requestStop(job.id(), Duration.ofSeconds(graceSeconds)).toCompletableFuture();
  }
}
