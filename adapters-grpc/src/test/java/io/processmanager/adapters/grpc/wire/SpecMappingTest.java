package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecMappingTest {

  private static final JobSpec SPEC = JobSpec.of("true");

  static Stream<JobSpec> specs() {
    Stream<JobSpec> limited =
        Arrays.stream(Resource.values())
            .flatMap(
                resource ->
                    Stream.of(Limit.atMost(0), Limit.atMost(Long.MAX_VALUE), Limit.unlimited())
                        .map(limit -> SPEC.withSoftLimit(resource, limit)));
    return Stream.concat(
        limited,
        Stream.of(
            SPEC,
            SPEC.withUmask(0),
            SPEC.withUmask(0777),
            SPEC.withNice(0),
            SPEC.withNice(-20),
            SPEC.withNice(19),
            SPEC.withSoftLimit(Resource.CPU_TIME, Limit.atMost(1))
                .withSoftLimit(Resource.OPEN_FILES, Limit.unlimited()),
            SPEC.withStopPolicy(StopPolicy.defaults().withSignal(new Signal(64))),
            SPEC.withStopPolicy(StopPolicy.defaults().withGrace(Duration.ZERO)),
            SPEC.withStopPolicy(StopPolicy.defaults().withGrace(StopPolicy.LONGEST_GRACE)),
            SPEC.withMaximumRunTime(Duration.ofNanos(1)),
            SPEC.withMaximumRunTime(StopPolicy.LONGEST_RUN_TIME)));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void specSurvivesTheWire(JobSpec spec) {
    assertThat(SpecMapping.toDomain(SpecMapping.toWire(spec))).isEqualTo(spec);
  }

  @Test
  void whatAnOlderClientDoesNotSayIsTheDefault() {
    JobSpec spec =
        SpecMapping.toDomain(
            io.processmanager.proto.v1.JobSpec.newBuilder().setProgram("true").build());

    assertThat(spec.attributes()).isEqualTo(ProcessAttributes.inherited());
    assertThat(spec.stopPolicy()).isEqualTo(StopPolicy.defaults());
  }

  @ParameterizedTest
  @MethodSource("io.processmanager.adapters.grpc.wire.WrongSpecs#all")
  void valueThatIsWrongIsRefusedUnderItsFieldsName(WrongSpecs wrong) {
    assertThatThrownBy(() -> SpecMapping.toDomain(wrong.message()))
        .isInstanceOfSatisfying(
            io.processmanager.ports.inbound.JobsException.InvalidRequest.class,
            refusal -> assertThat(refusal.field()).isEqualTo(wrong.field()))
        .hasMessageStartingWith(wrong.field() + ": ")
        .hasMessageContaining(wrong.said());
  }
}
