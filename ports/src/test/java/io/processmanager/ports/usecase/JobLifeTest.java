package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One job's life against processes and a clock that the test moves. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JobLifeTest {

  private static final Owner ALICE = new Owner("alice");

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  @Test
  void stopSendsOneSigtermHoweverManyAsk() {
    Job job = jobs.start(JobSpec.of("x"));

    CompletableFuture<StopOutcome> first = stop(job, 3);
    CompletableFuture<StopOutcome> second = stop(job, 3);
    ports.pass(Duration.ofSeconds(1));
    ports.processes.last().end(new Exit.Exited(0));

    assertThat(ports.processes.last().signals).containsExactly(Signal.TERM, Signal.CONT);
    assertThat(first.join().killed()).isFalse();
    assertThat(second.join()).isEqualTo(first.join());
  }

  @Test
  void leaderThatOutlivesTheGracePeriodIsKilledOnce() {
    Job job = jobs.start(JobSpec.of("x"));

    CompletableFuture<StopOutcome> stop = stop(job, 3);
    ports.pass(Duration.ofMillis(2_999));
    assertThat(ports.processes.last().kills).hasValue(0);
    ports.pass(Duration.ofMillis(1));
    ports.processes.last().end(new Exit.Signaled(Signal.KILL, false));

    assertThat(ports.processes.last().signals).containsExactly(Signal.TERM, Signal.CONT);
    assertThat(ports.processes.last().kills).hasValue(1);
    assertThat(end(stop).cause()).isEqualTo(new EndCause.KilledAfterGrace(ALICE));
    assertThat(stop.join().killed()).isTrue();
  }

  @Test
  void leaderThatEndsJustAsItIsKilledCountsAsStopped() {
    Job job = jobs.start(JobSpec.of("x"));
    CompletableFuture<StopOutcome> stop = stop(job, 3);

    ports.pass(Duration.ofSeconds(3));
    ports.processes.last().end(new Exit.Exited(0));

    assertThat(end(stop).cause()).isEqualTo(new EndCause.Stopped(ALICE));
    assertThat(stop.join().killed()).as("SIGKILL was sent").isTrue();
  }

  @Test
  void descendantsGetTheRestOfTheGracePeriod() {
    Job job = jobs.start(JobSpec.of("x"));
    ports.processes.retirement = Optional.of(new Retired(true, Thoroughness.COMPLETE));

    CompletableFuture<StopOutcome> stop = stop(job, 3);
    ports.pass(Duration.ofSeconds(1));
    ports.processes.last().exit(new Exit.Signaled(Signal.TERM, false));

    assertThat(ports.processes.last().retiredWith()).contains(Duration.ofSeconds(2));
    assertThat(stop.join().killed()).isTrue();
    assertThat(ports.pendingAlarms()).as("the kill is called off").isZero();
  }

  @Test
  void jobThatEndsByItselfIsRetiredOnceItsOutputHasEnded() {
    Job job = jobs.start(JobSpec.of("x"));

    ports.processes.last().exit(new Exit.Exited(0));
    ports.processes.last().print("from a descendant");

    assertThat(jobs.status(job.id()).job().state()).isInstanceOf(JobState.Ended.class);
    assertThat(ports.processes.last().retiredWith()).isEmpty();
    ports.processes.last().endOutput(OutputCompletion.COMPLETE);
    assertThat(ports.processes.last().retiredWith()).contains(Duration.ZERO);
  }

  @Test
  void stopOfAnEndedJobSendsNothingAlthoughItsOutputGoesOn() throws Exception {
    Job job = jobs.start(JobSpec.of("x"));
    ports.processes.last().exit(new Exit.Exited(4));

    StopOutcome outcome = jobs.stop(job.id());

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Exited(4));
    assertThat(ports.processes.last().signals).isEmpty();
  }

  @Test
  void lessPatientStopBringsTheKillForwardAndMorePatientDoesNotPutItOff() {
    Job job = jobs.start(JobSpec.of("x"));

    var first = stop(job, 60);
    var lessPatient = stop(job, 5);
    var morePatient = stop(job, 90);
    ports.pass(Duration.ofSeconds(5));

    assertThat(ports.processes.last().kills).hasValue(1);
    assertThat(ports.pendingAlarms()).as("the word that the kill is pending").isEqualTo(1);
    assertThat(first).isNotDone();
    assertThat(lessPatient).isNotDone();
    assertThat(morePatient).isNotDone();
  }

  @Test
  void clockThatIsSetBackDoesNotProlongTheGracePeriod() {
    Job job = jobs.start(JobSpec.of("x"));
    var unused = stop(job, 3);

    ports.setClock(Duration.ofDays(-1));
    ports.processes.last().exit(new Exit.Exited(0));

    assertThat(ports.processes.last().retiredWith()).contains(Duration.ofSeconds(3));
  }

  @Test
  void signalToAJobWhoseProcessIsGoneIsRefused() {
    Job job = jobs.start(JobSpec.of("x"));
    ports.processes.last().end(new Exit.Exited(0));

    assertThatExceptionOfType(JobsException.NotRunning.class)
        .isThrownBy(() -> jobs.signal(job.id(), Signal.HUP));
    assertThat(ports.processes.last().signals).isEmpty();
  }

  @Test
  void trailTellsWhoDidWhat() {
    Job job = jobs.start(JobSpec.of("x"));
    Caller alice = Caller.user("alice");
    Caller bob = Caller.user("bob");

    jobs.signal(job.id(), Signal.HUP);
    assertThatExceptionOfType(JobsException.NotPermitted.class)
        .isThrownBy(() -> local.forCaller(bob).status(job.id()));
    var unused = stop(job, 3);
    var joined = stop(job, 3);
    ports.processes.last().end(new Exit.Exited(0));

    assertThat(joined).isDone();
    assertThat(ports.trail)
        .containsExactly(
            new Audit.Event.Started(job, 1001),
            new Audit.Event.SignalSent(alice, job.id(), Signal.HUP),
            new Audit.Event.AccessRefused(bob, job.id(), "status"),
            new Audit.Event.StopRequested(alice, job.id(), Duration.ofSeconds(3)),
            new Audit.Event.Ended(jobs.status(job.id()).job()));
  }

  private static JobState.Ended end(CompletableFuture<StopOutcome> stop) {
    return stop.join().end().orElseThrow();
  }

  private CompletableFuture<StopOutcome> stop(Job job, int graceSeconds) {
    return jobs.requestStop(job.id(), Duration.ofSeconds(graceSeconds)).toCompletableFuture();
  }
}
