package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that do not die of SIGKILL: frozen ones stand for all that sleeps uninterruptibly. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class FrozenJobsTest extends EngineTest {

  private static final Duration GRACE = Duration.ofMillis(200);

  /** A second after the grace period by contract, and much for a machine that is busy. */
  private static final Duration BOUND = GRACE.plusSeconds(1).plusSeconds(5);

  private Freezer freezer;

  FrozenJobsTest(CgroupUse use) {
    super(use);
  }

  @BeforeEach
  void makeFreezer() throws Exception {
    freezer = Freezer.assumed();
  }

  @AfterEach
  void thaw() throws Exception {
    freezer.close();
  }

  @Test
  void stopOfAFrozenLeaderAnswersThatItsKillIsPending() throws Exception {
    Job job = startFrozen("echo leader $$; exec sleep 60");

    long begun = System.nanoTime();
    StopOutcome outcome = jobs().stop(job.id(), GRACE);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(GRACE, BOUND);
    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
    assertThat(outcome.end()).isEmpty();
    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Stopping.class);
  }

  @Test
  void pendingKillTakesEffectWithTheThaw() throws Exception {
    Job job = startFrozen("trap '' TERM; echo leader $$; exec sleep 60");
    jobs().stop(job.id(), GRACE);

    freezer.thaw();
    JobState.Ended end = jobs().awaitExit(job.id());
    StopOutcome later = jobs().stop(job.id());

    assertThat(end.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(end.cause()).isEqualTo(new EndCause.KilledAfterGrace(job.owner()));
    assertThat(later.end()).contains(end);
    assertThat(later.killed()).isTrue();
    assertThat(later.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
  }

  @Test
  void frozenDescendantMakesTheKillPendingThoughTheLeaderHasEnded() throws Exception {
    Job job = startFrozen("sleep 60 & echo leader $!; exec sleep 60");

    StopOutcome pending = jobs().stop(job.id(), GRACE);
    freezer.thaw();
    StopOutcome later = jobs().stop(job.id(), GRACE);

    assertThat(pending.thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
    assertThat(pending.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(later.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
  }

  @Test
  void nothingIsKeptOfAJobWhoseKillWasPendingOnceItIsGone() throws Exception {
    Job job = startFrozen("sleep 60 & echo leader $!; exec sleep 60");
    long frozen = pidAfter(job, "leader ");
    jobs().stop(job.id(), GRACE);
    freezer.thaw();
    Waits.until("the end of what was frozen", () -> !isAlive(frozen));

    jobs().stop(job.id(), GRACE);

    assertThat(((LinuxProcessLauncher) ports().processes()).killedButThere()).isZero();
  }

  @Test
  void drainDoesNotWaitForWhatIsFrozen() throws Exception {
    startFrozen("echo leader $$; exec sleep 60");

    assertThat(local().drain(GRACE).toCompletableFuture()).succeedsWithin(BOUND);
  }

  /** Freezes the process that the script names. */
  private Job startFrozen(String script) throws Exception {
    Job job = jobs().start(JobSpec.of("sh", "-c", script));
    freezer.freeze(pidAfter(job, "leader "));
    return job;
  }
}
