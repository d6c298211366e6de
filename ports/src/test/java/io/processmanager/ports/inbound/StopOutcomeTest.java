package io.processmanager.ports.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StopOutcomeTest {

  private static final JobState.Running RUNNING = new JobState.Running(Instant.EPOCH);
  private static final JobState.Stopping STOPPING =
      RUNNING.stop(new StopReason.Asked(new Owner("alice")), Duration.ZERO, Instant.EPOCH);
  private static final JobState.Ended ENDED =
      RUNNING.end(new Exit.Exited(0), new EndCause.ByItself(), Instant.EPOCH);

  @ParameterizedTest
  @EnumSource
  void jobThatEndedHasItsEndInTheAnswerHoweverSureItIs(Thoroughness thoroughness) {
    assertThat(new StopOutcome(ENDED, true, thoroughness).end()).contains(ENDED);
  }

  @Test
  void jobWhoseKillIsPendingHasNoEndYet() {
    assertThat(new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING).end()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KILL_PENDING")
  void jobThatHasNotEndedHasNotBeenStopped(Thoroughness thoroughness) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StopOutcome(STOPPING, true, thoroughness))
        .withMessage("a job whose state is %s is no %s outcome of a stop", STOPPING, thoroughness);
  }

  @ParameterizedTest
  @EnumSource
  void jobThatRunsIsNotBeingStopped(Thoroughness thoroughness) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StopOutcome(RUNNING, false, thoroughness));
  }
}
