package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Stops of what is left behind, and stops that the system refuses. */
final class JobStopTest {

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void lessPatientStopHurriesWhatTheLeaderLeftBehind() {
    ports.processes.retiresAtOnce = false;
    CompletableFuture<StopOutcome> patient = stop(3600);
    process.exit(new Exit.Signaled(Signal.TERM, false));
    assertThat(process.retiredWith).contains(Duration.ofHours(1));

    CompletableFuture<StopOutcome> impatient = stop(5);

    assertThat(process.retiredWith).contains(Duration.ofSeconds(5));
    assertThat(impatient).isNotDone();
    process.retired.complete(true);
    assertThat(impatient.join().killed()).isTrue();
    assertThat(patient.join()).isEqualTo(impatient.join());
  }

  @Test
  void whatIsLeftOfAKilledJobIsLookedFor() {
    CompletableFuture<StopOutcome> stop = stop(0);
    process.exit(new Exit.Signaled(Signal.KILL, false));

    assertThat(process.retiredWith).hasValueSatisfying(it -> assertThat(it).isPositive());
    assertThat(stop.join().killed()).isTrue();
  }

  @Test
  void whatHeldTheOutputOpenIsLookedForToo() {
    process.exit(new Exit.Exited(0));
    process.endOutput(OutputCompletion.CUT_OFF);

    assertThat(process.retiredWith).hasValueSatisfying(it -> assertThat(it).isPositive());
  }

  @Test
  void stopThatIsRefusedLeavesTheJobRunning() {
    process.signalRefusal = Optional.of(new JobsException.Failed("not permitted", null));
    CompletableFuture<StopOutcome> polite = stop(3);
    CompletableFuture<StopOutcome> rude = stop(0);

    assertThat(polite).isCompletedExceptionally();
    assertThat(rude).isCompletedExceptionally();
    assertThat(jobs.status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void killThatIsRefusedMayBeAskedForAgain() {
    CompletableFuture<StopOutcome> polite = stop(3);
    process.signalRefusal = Optional.of(new JobsException.Failed("not permitted", null));
    CompletableFuture<StopOutcome> refused = stop(0);
    process.signalRefusal = Optional.empty();

    CompletableFuture<StopOutcome> again = stop(0);
    process.end(new Exit.Signaled(Signal.KILL, false));

    assertThat(refused).isCompletedExceptionally();
    assertThat(process.signals).containsExactly(Signal.TERM, Signal.CONT, Signal.KILL);
    assertThat(again.join().end().cause()).isInstanceOf(EndCause.KilledAfterGrace.class);
    assertThat(polite.join()).isEqualTo(again.join());
  }

  @Test
  void clockThatIsSetForthDoesNotKeepAnImpatientStopFromKilling() {
    CompletableFuture<StopOutcome> patient = stop(3600);

    ports.setClock(Duration.ofDays(1));
    CompletableFuture<StopOutcome> impatient = stop(0);

    assertThat(process.signals).endsWith(Signal.KILL);
    assertThat(patient).isNotDone();
    assertThat(impatient).isNotDone();
  }

  private CompletableFuture<StopOutcome> stop(int graceSeconds) {
    return jobs.requestStop(job.id(), Duration.ofSeconds(graceSeconds)).toCompletableFuture();
  }
}
