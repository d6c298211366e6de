package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobTest {

  private static final JobId ID = new JobId(new UUID(1, 2));
  private static final Owner ALICE = new Owner("alice");
  private static final JobSpec SPEC = JobSpec.of("true");
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
  private static final JobState.Running RUNNING = new JobState.Running(START);
  private static final JobState.Stopping STOPPING =
      RUNNING.stop(new StopReason.Asked(ALICE), Duration.ofSeconds(3), START.plusSeconds(1));
  private static final EndCause BY_ITSELF = new EndCause.ByItself();
  private static final JobState.Ended ENDED =
      RUNNING.end(new Exit.Exited(0), BY_ITSELF, START.plusSeconds(2));

  @Test
  void anotherMomentMakesANewJobWithTheSameIdentity() {
    Job before = job(RUNNING);

    Job after = before.in(ENDED);

    assertThat(after).isEqualTo(new Job(ID, ALICE, SPEC, ENDED));
    assertThat(before.state()).isEqualTo(RUNNING);
  }

  @Test
  void aJobGoesForwardThroughStoppingOrPastIt() {
    assertThat(job(RUNNING).in(STOPPING).in(ENDED).state()).isEqualTo(ENDED);
    assertThat(job(RUNNING).in(ENDED).state()).isEqualTo(ENDED);
  }

  @Test
  void aJobMayBeSeenInTheSameStateAgain() {
    assertThat(job(RUNNING).in(RUNNING)).isEqualTo(job(RUNNING));
    assertThat(job(STOPPING).in(STOPPING)).isEqualTo(job(STOPPING));
    assertThat(job(ENDED).in(ENDED)).isEqualTo(job(ENDED));
  }

  @Test
  void aJobNeverGoesBack() {
    impossible(STOPPING, RUNNING);
    impossible(ENDED, RUNNING);
    impossible(ENDED, STOPPING);
  }

  @Test
  void anEndIsNeverToldInAnotherWay() {
    impossible(ENDED, RUNNING.end(new Exit.Exited(1), BY_ITSELF, ENDED.endedAt()));
  }

  @Test
  void aJobIsNeverStartedAgain() {
    JobState.Running restarted = new JobState.Running(START.plusSeconds(9));

    impossible(RUNNING, restarted);
    impossible(STOPPING, restarted.end(new Exit.Exited(0), BY_ITSELF, START.plusSeconds(10)));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    missing("id", () -> new Job(null, ALICE, SPEC, RUNNING));
    missing("owner", () -> new Job(ID, null, SPEC, RUNNING));
    missing("spec", () -> new Job(ID, ALICE, null, RUNNING));
    missing("state", () -> new Job(ID, ALICE, SPEC, null));
  }

  private static Job job(JobState state) {
    return new Job(ID, ALICE, SPEC, state);
  }

  private static void impossible(JobState from, JobState to) {
    assertThatIllegalStateException()
        .isThrownBy(() -> job(from).in(to))
        .withMessage("job %s cannot go from %s to %s", ID, from, to);
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
