package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.proto.v1.StopJobRequest;
import io.processmanager.proto.v1.StopJobResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopMappingTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());
  private static final Owner OWNER = new Owner("CN=a");
  private static final JobState.Running RUNNING = new JobState.Running(Instant.EPOCH);
  private static final JobState.Stopping STOPPING =
      RUNNING.stop(new StopReason.Asked(OWNER), Duration.ZERO, Instant.EPOCH);
  private static final JobState.Ended ENDED =
      new JobState.Ended(
          Instant.EPOCH, Instant.EPOCH, new Exit.Exited(0), new EndCause.Stopped(OWNER));

  private static Job job(JobState state) {
    return new Job(JOB, OWNER, JobSpec.of("true"), state);
  }

  static Stream<StopOutcome> outcomes() {
    return Stream.concat(
        Stream.of(new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING)),
        Arrays.stream(Thoroughness.values())
            .flatMap(
                thoroughness ->
                    Stream.of(true, false)
                        .map(killed -> new StopOutcome(ENDED, killed, thoroughness))));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void outcomeSurvivesTheWire(StopOutcome outcome) {
    StopJobResponse message = StopMapping.toWire(job(outcome.state()), outcome);

    assertThat(StopMapping.toDomain(message)).isEqualTo(outcome);
  }

  @Test
  void jobThatEndedMeanwhileIsToldAsTheStopFoundIt() {
    StopOutcome pending = new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING);

    StopJobResponse message = StopMapping.toWire(job(ENDED), pending);

    assertThat(JobMapping.toDomain(message.getJob())).isEqualTo(job(STOPPING));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99})
  void thoroughnessUnsaidOrUnknownPromisesTheLeast(int thoroughness) {
    StopJobResponse message =
        StopJobResponse.newBuilder()
            .setJob(JobMapping.toWire(job(ENDED)))
            .setThoroughnessValue(thoroughness)
            .build();

    assertThat(StopMapping.toDomain(message))
        .isEqualTo(new StopOutcome(ENDED, false, Thoroughness.BEST_EFFORT));
  }

  @Test
  void jobThatIsStillStoppingWithoutAPendingKillIsNoAnswer() {
    StopJobResponse message =
        StopJobResponse.newBuilder().setJob(JobMapping.toWire(job(STOPPING))).build();

    assertThatIllegalArgumentException().isThrownBy(() -> StopMapping.toDomain(message));
  }

  @Test
  void absentGraceIsTheJobsOwnAndAnyOtherIsTaken() {
    assertThat(StopMapping.grace(StopJobRequest.getDefaultInstance())).isEmpty();
    assertThat(StopMapping.grace(StopMapping.toWire(JOB))).isEmpty();
    for (Duration grace :
        List.of(Duration.ZERO, Duration.ofMillis(1500), StopPolicy.LONGEST_GRACE)) {
      assertThat(StopMapping.grace(StopMapping.toWire(JOB, grace))).contains(grace);
    }
  }
}
