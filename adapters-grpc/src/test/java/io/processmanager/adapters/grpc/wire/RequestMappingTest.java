package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.StartJobRequest;
import io.processmanager.proto.v1.StopJobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests on the wire, and what is said of a field that is wrong. */
class RequestMappingTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());

  @Test
  void queriesAndPagesSurviveTheWire() {
    JobQuery own = new JobQuery(JobQuery.Scope.OWN, "1a", 7, "token");
    Job job =
        new Job(JOB, new Owner("CN=a"), JobSpec.of("true"), new JobState.Running(Instant.EPOCH));
    JobPage page = new JobPage(List.of(job), "next");

    assertThat(RequestMapping.toDomain(RequestMapping.toWire(own))).isEqualTo(own);
    assertThat(RequestMapping.toDomain(RequestMapping.toWire(JobQuery.visible())))
        .isEqualTo(JobQuery.visible());
    assertThat(RequestMapping.toDomain(RequestMapping.toWire(page))).isEqualTo(page);
  }

  @ParameterizedTest
  @MethodSource
  void outputQuerySurvivesTheWire(OutputQuery query) {
    assertThat(OutputMapping.toDomain(OutputMapping.toWire(JOB, query))).isEqualTo(query);
  }

  static Stream<OutputQuery> outputQuerySurvivesTheWire() {
    return Stream.of(
        OutputQuery.all(),
        OutputQuery.fromOffset(Long.MAX_VALUE).withLimit(1),
        OutputQuery.tailBytes(0).withoutFollowing(),
        OutputQuery.tailLines(10));
  }

  @Test
  void durationWhosePartsDisagreeIsNone() {
    for (com.google.protobuf.Duration malformed :
        List.of(
            com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(-1).build(),
            com.google.protobuf.Duration.newBuilder().setSeconds(-1).setNanos(1).build(),
            com.google.protobuf.Duration.newBuilder().setNanos(2_000_000_000).build())) {
      StopJobRequest request = StopJobRequest.newBuilder().setGrace(malformed).build();

      assertThatExceptionOfType(JobsException.InvalidRequest.class)
          .isThrownBy(() -> StopMapping.grace(request))
          .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("grace"));
    }
  }

  @Test
  void fieldThatIsWrongIsNamed() {
    assertField("job_id", () -> RequestMapping.jobId("1234"));
    assertField("signal", () -> RequestMapping.signal(65));
    assertField("spec", () -> RequestMapping.spec(StartJobRequest.getDefaultInstance()));
    assertField(
        "request_id",
        () ->
            RequestMapping.requestId(
                StartJobRequest.newBuilder().setRequestId("x".repeat(129)).build()));
    assertField(
        "grace",
        () ->
            StopMapping.grace(
                StopJobRequest.newBuilder()
                    .setGrace(
                        com.google.protobuf.Duration.newBuilder()
                            .setSeconds(Long.MAX_VALUE)
                            .setNanos(Integer.MAX_VALUE))
                    .build()));
    assertField("grace", () -> StopMapping.grace(StopMapping.toWire(JOB, Duration.ofMillis(-1))));
    assertField("grace", () -> StopMapping.grace(StopMapping.toWire(JOB, Duration.ofHours(2))));
    assertField(
        "offset",
        () -> OutputMapping.toDomain(ReadOutputRequest.newBuilder().setOffset(-1).build()));
    assertField(
        "tail_lines",
        () -> OutputMapping.toDomain(ReadOutputRequest.newBuilder().setTailLines(-1).build()));
  }

  private static void assertField(String field, Runnable mapping) {
    assertThatThrownBy(mapping::run)
        .isInstanceOfSatisfying(
            JobsException.InvalidRequest.class,
            refusal -> assertThat(refusal.field()).isEqualTo(field));
  }
}
