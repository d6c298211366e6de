package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How all jobs are ended together. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DrainingTest {

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  @Test
  void drainRefusesStartsAndEndsWithTheLastJob() {
    Job job = jobs.start(JobSpec.of("x"));

    CompletionStage<Void> drain = local.drain(Duration.ofSeconds(3));

    assertThatExceptionOfType(JobsException.Unavailable.class)
        .isThrownBy(() -> jobs.start(JobSpec.of("y")))
        .withMessageContaining("shutting down");
    assertThat(jobs.status(job.id()).job().state()).isInstanceOf(JobState.Stopping.class);
    assertThat(drain.toCompletableFuture()).isNotDone();
    ports.processes.last().end(new Exit.Signaled(Signal.TERM, false));
    assertThat(drain.toCompletableFuture()).isDone();
  }

  @Test
  void drainWaitsForWhatALeaderLeftBehind() {
    jobs.start(JobSpec.of("x"));
    ports.processes.last().exit(new Exit.Exited(0));

    CompletableFuture<Void> drain = local.drain(Duration.ofSeconds(3)).toCompletableFuture();

    assertThat(drain).isNotDone();
    ports.processes.last().endOutput(OutputCompletion.CUT_OFF);
    assertThat(drain).isDone();
  }

  @Test
  void drainStopsTheOthersAlthoughOneJobCannotBeSignalled() {
    jobs.start(JobSpec.of("setuid"));
    FakeProcesses.FakeProcess setuid = ports.processes.last();
    setuid.signalRefusal = Optional.of(new JobsException.Failed("not permitted", null));
    jobs.start(JobSpec.of("x"));
    FakeProcesses.FakeProcess other = ports.processes.last();

    CompletableFuture<Void> drain = local.drain(Duration.ofSeconds(3)).toCompletableFuture();

    assertThat(other.signals).startsWith(Signal.TERM);
    other.end(new Exit.Exited(0));
    assertThat(drain).isNotDone();
    setuid.end(new Exit.Exited(0));
    assertThat(drain).isCompleted();
  }

  @Test
  void drainStopsAJobWhoseStartWasUnderWay() {
    AtomicReference<CompletableFuture<Void>> drain = new AtomicReference<>();
    ports.processes.duringLaunch =
        () -> drain.set(local.drain(Duration.ofSeconds(3)).toCompletableFuture());

    Job job = jobs.start(JobSpec.of("x"));

    assertThat(jobs.status(job.id()).job().state()).isInstanceOf(JobState.Stopping.class);
    assertThat(ports.processes.last().signals).startsWith(Signal.TERM);
    assertThat(drain.get()).isNotDone();
    ports.processes.last().end(new Exit.Exited(0));
    assertThat(drain.get()).isDone();
  }

  @Test
  void closeKillsWaitsAndTellsThoseWhoWait() {
    Job job = jobs.start(JobSpec.of("x"));
    FakeProcesses.FakeProcess process = ports.processes.last();
    CompletableFuture<JobState.Ended> wait = jobs.onExit(job.id()).toCompletableFuture();
    Thread ender =
        new Thread(
            () -> {
              while (process.kills.get() == 0) {
                Thread.onSpinWait();
              }
              process.end(new Exit.Signaled(Signal.KILL, false));
            });
    ender.start();

    local.close();

    assertThat(wait.join().exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(ports.closed).isTrue();
  }

  @Test
  void drainDoesNotHangOnAPendingKill() {
    jobs.start(JobSpec.of("x"));
    CompletableFuture<Void> first = local.drain(Duration.ofSeconds(3)).toCompletableFuture();
    ports.pass(Duration.ofMillis(3_900));
    assertThat(first).isCompleted();

    CompletableFuture<Void> again = local.drain(Duration.ZERO).toCompletableFuture();

    assertThat(again).isNotDone();
    ports.pass(Duration.ofMillis(900));
    assertThat(again).isCompleted();
  }

  @Test
  void drainDoesNotHangOnPendingLeftovers() {
    jobs.start(JobSpec.of("x"));
    ports.processes.retirement = Optional.of(new Retired(true, Thoroughness.KILL_PENDING));
    CompletableFuture<Void> drain = local.drain(Duration.ofSeconds(3)).toCompletableFuture();

    ports.processes.last().end(new Exit.Signaled(Signal.TERM, false));

    assertThat(drain).isCompleted();
  }
}
