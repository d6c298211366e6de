package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGKILL ends everything but what the kernel holds: whoever waits is told so in time. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PendingKillTest {

  private static final Exit KILLED = new Exit.Signaled(Signal.KILL, false);
  private static final Retired PENDING = new Retired(true, Thoroughness.KILL_PENDING);
  private static final Retired GONE = new Retired(false, Thoroughness.COMPLETE);

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  @Test
  void leaderThatDoesNotDieIsSaidToBePendingWithinASecond() {
    CompletableFuture<StopOutcome> first = stop(3);
    CompletableFuture<StopOutcome> second = stop(60);

    ports.pass(Duration.ofMillis(3_899));
    assertThat(first).isNotDone();
    ports.pass(Duration.ofMillis(1));

    assertThat(state()).isInstanceOf(JobState.Stopping.class);
    assertThat(first.join()).isEqualTo(pending(state()));
    assertThat(first.join().end()).isEmpty();
    assertThat(second.join()).isEqualTo(first.join());
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void laterStopKillsAgainAndIsAnsweredAgain() {
    CompletableFuture<StopOutcome> first = stop(0);
    ports.pass(Duration.ofHours(1));

    CompletableFuture<StopOutcome> second = stop(3600);

    assertThat(process.kills).hasValue(2);
    ports.pass(Duration.ofMillis(900));
    assertThat(second.join()).isEqualTo(first.join()).isEqualTo(pending(state()));
  }

  @Test
  void stopsThatKeepComingPutNobodysAnswerOff() {
    CompletableFuture<StopOutcome> first = stop(0);
    ports.pass(Duration.ofMillis(500));
    CompletableFuture<StopOutcome> second = stop(0);

    ports.pass(Duration.ofMillis(400));

    assertThat(process.kills).hasValue(1);
    assertThat(first).isCompletedWithValue(pending(state()));
    assertThat(second).isCompletedWithValue(pending(state()));
  }

  @Test
  void leaderThatDiesInTheEndIsTheAnswerOfAStop() {
    CompletableFuture<StopOutcome> early = stop(0);
    ports.pass(Duration.ofSeconds(1));
    CompletableFuture<StopOutcome> late = stop(0);

    process.end(KILLED);

    assertThat(early.join().thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
    assertThat(late.join()).isEqualTo(new StopOutcome(state(), true, Thoroughness.COMPLETE));
    assertThat(stop(0).join()).isEqualTo(late.join());
    assertThat(ports.pendingAlarms()).isZero();
  }

  @Test
  void killThatTheSystemRefusesIsPendingToo() {
    process.signalRefusal = Optional.of(new JobsException.Failed("not permitted", null));

    CompletableFuture<StopOutcome> stop = stop(3);
    ports.pass(Duration.ofMillis(3_900));

    assertThat(stop).isCompletedWithValue(pending(state()));
  }

  @Test
  void leftoversThatDoNotDieArePendingAndLookedAtUntilTheyAreGone() {
    ports.processes.retirement = Optional.of(PENDING);
    CompletableFuture<StopOutcome> early = stop(3);
    process.end(new Exit.Signaled(Signal.TERM, false));
    assertThat(early).isCompletedWithValue(pending(state()));

    ports.pass(Duration.ofSeconds(1));
    assertThat(process.patiences).hasSize(2);
    ports.processes.retirement = Optional.of(GONE);
    ports.pass(Duration.ofSeconds(2));

    assertThat(process.patiences).hasSize(3).last().isEqualTo(Duration.ofMillis(1));
    assertThat(ports.pendingAlarms()).isZero();
    assertThat(stop(0)).isCompletedWithValue(new StopOutcome(state(), true, Thoroughness.COMPLETE));
  }

  @Test
  void leftoversThatDoNotDieAreLookedAtEverMoreRarelyAndNeverGivenUp() {
    ports.processes.retirement = Optional.of(PENDING);
    var unused = stop(3);
    process.end(new Exit.Signaled(Signal.TERM, false));

    ports.pass(Duration.ofMinutes(10));
    int looksBefore = process.patiences.size();
    ports.pass(Duration.ofHours(1));

    assertThat(looksBefore).isBetween(20, 30);
    assertThat(process.patiences).hasSize(looksBefore + 120);
  }

  @Test
  void repeatedStopOfAJobThatEndedByItselfLooksAndWaitsToo() {
    ports.processes.retirement = Optional.of(PENDING);
    process.exit(new Exit.Exited(0));
    process.endOutput(OutputCompletion.CUT_OFF);
    ports.processes.retirement = Optional.empty();

    CompletableFuture<StopOutcome> stop = stop(3);
    boolean early = stop.isDone();
    process.retired(GONE);

    assertThat(early).isFalse();
    assertThat(stop).isCompletedWithValue(new StopOutcome(state(), true, Thoroughness.COMPLETE));
    assertThat(stop(3)).isCompletedWithValue(stop.join());
  }

  @Test
  void repeatedStopIsAnsweredWithinASecondThoughTheLauncherIsHeldUp() {
    ports.processes.retirement = Optional.of(PENDING);
    process.exit(new Exit.Exited(0));
    process.endOutput(OutputCompletion.CUT_OFF);
    ports.processes.retirement = Optional.empty();

    CompletableFuture<StopOutcome> stop = stop(3600);
    ports.pass(Duration.ofMillis(900));

    assertThat(stop).isCompletedWithValue(pending(state()));
  }

  @Test
  void repeatedStopsThatKeepComingPutNobodysAnswerOff() {
    ports.processes.retirement = Optional.of(PENDING);
    process.exit(new Exit.Exited(0));
    process.endOutput(OutputCompletion.CUT_OFF);
    ports.processes.retirement = Optional.empty();

    CompletableFuture<StopOutcome> first = stop(3);
    ports.pass(Duration.ofMillis(500));
    CompletableFuture<StopOutcome> second = stop(3);
    ports.pass(Duration.ofMillis(400));

    assertThat(first).isCompletedWithValue(pending(state()));
    assertThat(second).isCompletedWithValue(pending(state()));
  }

  @Test
  void stopsOfPendingLeftoversAreAnsweredAndAddNoLooksOfTheirOwn() {
    ports.processes.retirement = Optional.of(PENDING);
    var first = stop(3);
    process.end(new Exit.Signaled(Signal.TERM, false));

    var second = stop(3600);
    var third = stop(3600);

    assertThat(first).isCompletedWithValue(pending(state()));
    assertThat(second).isCompletedWithValue(pending(state()));
    assertThat(third).isCompletedWithValue(pending(state()));
    assertThat(process.retiredWith()).contains(Duration.ofMillis(700));
    assertThat(ports.pendingAlarms()).isEqualTo(1);
  }

  @Test
  void slowLeaderAndSlowLeftoversTogetherTakeNoMoreThanASecond() {
    ports.processes.retirement = Optional.empty();
    CompletableFuture<StopOutcome> stop = stop(0);
    ports.pass(Duration.ofMillis(800));
    process.end(KILLED);

    ports.pass(Duration.ofMillis(100));

    assertThat(stop).isCompletedWithValue(pending(state()));
  }

  @Test
  void jobThatEndedByItselfAndLeftSomethingThatDoesNotDieSaysSo() {
    ports.processes.retirement = Optional.of(PENDING);
    process.exit(new Exit.Exited(0));
    assertThat(stop(3).join().thoroughness()).isEqualTo(Thoroughness.BEST_EFFORT);

    process.endOutput(OutputCompletion.CUT_OFF);

    assertThat(stop(3).join()).isEqualTo(new StopOutcome(state(), true, Thoroughness.KILL_PENDING));
    ports.processes.retirement = Optional.of(GONE);
    ports.pass(Duration.ofSeconds(1));
    assertThat(stop(3).join()).isEqualTo(new StopOutcome(state(), true, Thoroughness.COMPLETE));
  }

  @Test
  void launcherThatIsHeldUpKeepsNobodyWaiting() {
    ports.processes.retirement = Optional.empty();
    CompletableFuture<StopOutcome> stop = stop(3);
    process.exit(new Exit.Signaled(Signal.TERM, false));

    ports.pass(Duration.ofMillis(3_899));
    assertThat(stop).isNotDone();
    ports.pass(Duration.ofMillis(1));

    assertThat(stop).isCompletedWithValue(pending(state()));
  }

  @Test
  void killThatTakesLongToSendMissesNoAnswer() {
    process.duringKill = () -> ports.pass(Duration.ofSeconds(1));

    CompletableFuture<StopOutcome> stop = stop(0);

    assertThat(stop).isCompletedWithValue(pending(state()));
  }

  private static StopOutcome pending(JobState state) {
    return new StopOutcome(state, true, Thoroughness.KILL_PENDING);
  }

  private JobState state() {
    return jobs.status(job.id()).job().state();
  }

  private CompletableFuture<StopOutcome> stop(int graceSeconds) {
    return jobs.requestStop(job.id(), Duration.ofSeconds(graceSeconds)).toCompletableFuture();
  }
}
