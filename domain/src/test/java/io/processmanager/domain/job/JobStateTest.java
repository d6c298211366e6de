package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobStateTest {

  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant LATER = START.plusSeconds(5);
  private static final Instant END = START.plusSeconds(7);
  private static final Owner ALICE = new Owner("alice");
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final JobState.Running RUNNING = new JobState.Running(START);
  private static final JobState.Stopping STOPPING = RUNNING.stop(ALICE, GRACE, LATER);

  @Test
  void aRunningJobThatEndsHasEndedByItself() {
    JobState.Ended ended = RUNNING.end(new Exit.Exited(0), END);

    assertThat(ended)
        .isEqualTo(new JobState.Ended(START, END, new Exit.Exited(0), new EndCause.ByItself()));
  }

  @Test
  void aRunningJobThatIsKilledFromOutsideWasNotStopped() {
    JobState.Ended ended = RUNNING.end(new Exit.Signaled(Signal.KILL, false), END);

    assertThat(ended.cause()).isEqualTo(new EndCause.ByItself());
    assertThat(ended.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
  }

  @Test
  void aStopRemembersWhoAskedWhenAndForHowMuchGrace() {
    assertThat(STOPPING).isEqualTo(new JobState.Stopping(START, LATER, ALICE, GRACE));
  }

  @Test
  void aJobThatObeysAStopWasStopped() {
    JobState.Ended ended = STOPPING.end(new Exit.Signaled(Signal.TERM, false), false, END);

    assertThat(ended.cause()).isEqualTo(new EndCause.Stopped(ALICE));
  }

  @Test
  void aJobThatDiesOfTheKillAfterTheGracePeriodWasKilled() {
    JobState.Ended ended = STOPPING.end(new Exit.Signaled(Signal.KILL, false), true, END);

    assertThat(ended.cause()).isEqualTo(new EndCause.KilledAfterGrace(ALICE));
  }

  @Test
  void aJobThatEndsJustBeforeTheKillReachesItWasStopped() {
    JobState.Ended ended = STOPPING.end(new Exit.Exited(0), true, END);

    assertThat(ended.cause()).isEqualTo(new EndCause.Stopped(ALICE));
  }

  @Test
  void aKillFromOutsideWithinTheGracePeriodIsNotOurs() {
    JobState.Ended ended = STOPPING.end(new Exit.Signaled(Signal.KILL, false), false, END);

    assertThat(ended.cause()).isEqualTo(new EndCause.Stopped(ALICE));
  }

  @Test
  void anUnknownExitIsNeverTakenForAKill() {
    JobState.Ended ended = STOPPING.end(new Exit.Unknown(), true, END);

    assertThat(ended.cause()).isEqualTo(new EndCause.Stopped(ALICE));
  }

  @Test
  void noGraceAtAllIsAllowedAndLessIsNot() {
    assertThat(RUNNING.stop(ALICE, Duration.ZERO, LATER).grace()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RUNNING.stop(ALICE, Duration.ofNanos(-1), LATER))
        .withMessage("grace PT-0.000000001S is negative");
  }

  /** The time of day is not monotonic: a clock that was set back must not lose an exit. */
  @Test
  void anEndBeforeTheStartIsKeptAsTheClockTellsIt() {
    JobState.Ended ended = RUNNING.end(new Exit.Exited(0), START.minusSeconds(60));

    assertThat(ended.endedAt()).isBefore(ended.startedAt());
  }

  @Test
  void everyStateKeepsTheTimeOfTheStart() {
    assertThat(RUNNING.startedAt()).isEqualTo(START);
    assertThat(STOPPING.startedAt()).isEqualTo(START);
    assertThat(STOPPING.end(new Exit.Exited(1), false, END).startedAt()).isEqualTo(START);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    Exit exit = new Exit.Exited(0);
    EndCause cause = new EndCause.ByItself();

    missing("startedAt", () -> new JobState.Running(null));
    missing("startedAt", () -> new JobState.Stopping(null, LATER, ALICE, GRACE));
    missing("requestedAt", () -> RUNNING.stop(ALICE, GRACE, null));
    missing("stoppedBy", () -> RUNNING.stop(null, GRACE, LATER));
    missing("grace", () -> RUNNING.stop(ALICE, null, LATER));
    missing("startedAt", () -> new JobState.Ended(null, END, exit, cause));
    missing("endedAt", () -> RUNNING.end(exit, null));
    missing("exit", () -> RUNNING.end(null, END));
    missing("exit", () -> STOPPING.end(null, true, END));
    missing("cause", () -> new JobState.Ended(START, END, exit, null));
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
