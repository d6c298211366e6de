package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStateTest {

  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant LATER = START.plusSeconds(5);
  private static final Instant END = START.plusSeconds(7);
  private static final Owner ALICE = new Owner("alice");
  private static final StopReason ASKED = new StopReason.Asked(ALICE);
  private static final EndCause BY_ITSELF = new EndCause.ByItself();
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final JobState.Running RUNNING = new JobState.Running(START);
  private static final JobState.Stopping STOPPING = RUNNING.stop(ASKED, GRACE, LATER);

  @Test
  void aRunningJobThatEndsKeepsHowAndWhy() {
    JobState.Ended ended = RUNNING.end(new Exit.Exited(0), BY_ITSELF, END);

    assertThat(ended).isEqualTo(new JobState.Ended(START, END, new Exit.Exited(0), BY_ITSELF));
  }

  @Test
  void aRunningJobCannotEndOfAStop() {
    Exit killed = new Exit.Signaled(Signal.KILL, false);
    List<EndCause> causes =
        List.of(
            new EndCause.Stopped(ALICE),
            new EndCause.KilledAfterGrace(ALICE),
            new EndCause.TimedOut(GRACE, true));

    for (EndCause cause : causes) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RUNNING.end(killed, cause, END))
          .withMessage("a job that nobody stopped cannot end " + cause);
    }
  }

  @Test
  void aStopRemembersWhyWhenAndForHowMuchGrace() {
    assertThat(STOPPING).isEqualTo(new JobState.Stopping(START, LATER, ASKED, GRACE));
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
  void aJobWhoseTimeIsOverTimedOutAndItIsSaidWhetherItWasKilled() {
    Duration limit = Duration.ofMinutes(1);
    JobState.Stopping late = RUNNING.stop(new StopReason.TimeOver(limit), GRACE, LATER);
    Exit killed = new Exit.Signaled(Signal.KILL, false);

    assertThat(late.end(new Exit.Exited(0), false, END).cause())
        .isEqualTo(new EndCause.TimedOut(limit, false));
    assertThat(late.end(killed, true, END).cause()).isEqualTo(new EndCause.TimedOut(limit, true));
    assertThat(late.end(killed, false, END).cause()).isEqualTo(new EndCause.TimedOut(limit, false));
  }

  @Test
  void noGraceAtAllIsAllowedAndLessIsNot() {
    assertThat(RUNNING.stop(ASKED, Duration.ZERO, LATER).grace()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RUNNING.stop(ASKED, Duration.ofNanos(-1), LATER))
        .withMessage("grace PT-0.000000001S is negative");
  }

  /** The time of day is not monotonic: a clock that was set back must not lose an exit. */
  @Test
  void anEndBeforeTheStartIsKeptAsTheClockTellsIt() {
    JobState.Ended ended = RUNNING.end(new Exit.Exited(0), BY_ITSELF, START.minusSeconds(60));

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

    missing("startedAt", () -> new JobState.Running(null));
    missing("startedAt", () -> new JobState.Stopping(null, LATER, ASKED, GRACE));
    missing("requestedAt", () -> RUNNING.stop(ASKED, GRACE, null));
    missing("reason", () -> RUNNING.stop(null, GRACE, LATER));
    missing("grace", () -> RUNNING.stop(ASKED, null, LATER));
    missing("startedAt", () -> new JobState.Ended(null, END, exit, BY_ITSELF));
    missing("endedAt", () -> RUNNING.end(exit, BY_ITSELF, null));
    missing("exit", () -> RUNNING.end(null, BY_ITSELF, END));
    missing("exit", () -> STOPPING.end(null, true, END));
    missing("cause", () -> new JobState.Ended(START, END, exit, null));
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
