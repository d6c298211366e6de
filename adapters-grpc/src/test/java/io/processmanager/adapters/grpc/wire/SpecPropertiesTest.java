package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.proto.v1.ResourceLimit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a foreign client sends. */
class SpecPropertiesTest {

  @Property
  void messageIsASpecThatSurvivesTheWireOrARefusalThatNamesAField(
      @ForAll("messages") io.processmanager.proto.v1.JobSpec message) {
    JobSpec spec;
    try {
      spec = SpecMapping.toDomain(message);
    } catch (JobsException.InvalidRequest refusal) {
      assertThat(refusal.field()).startsWith("spec.");
      assertThat(refusal.getMessage()).startsWith(refusal.field() + ": ").hasSizeLessThan(200);
      return;
    }

    assertThat(SpecMapping.toDomain(SpecMapping.toWire(spec))).isEqualTo(spec);
    assertThat(spec.attributes().softLimits()).hasSize(message.getSoftLimitsCount());
  }

  @Provide
  Arbitrary<io.processmanager.proto.v1.JobSpec> messages() {
    return Combinators.combine(
            Arbitraries.integers().between(-1, 01001),
            Arbitraries.integers().between(-22, 22),
            limits(),
            Arbitraries.integers().between(-1, 66),
            durations(),
            durations())
        .as(
            (umask, nice, limits, signal, grace, maximum) ->
                io.processmanager.proto.v1.JobSpec.newBuilder()
                    .setProgram("true")
                    .setUmask(umask)
                    .setNice(nice)
                    .addAllSoftLimits(limits)
                    .setStopSignal(signal)
                    .setStopGrace(grace)
                    .setMaximumRunTime(maximum)
                    .build());
  }

  private static Arbitrary<List<ResourceLimit>> limits() {
    return Combinators.combine(Arbitraries.integers().between(0, 6), Arbitraries.longs())
        .as(
            (resource, value) ->
                ResourceLimit.newBuilder().setResourceValue(resource).setAtMost(value).build())
        .list()
        .ofMaxSize(3);
  }

  private static Arbitrary<Duration> durations() {
    return Combinators.combine(
            Arbitraries.longs().between(-1, 3601), Arbitraries.integers().between(-1, 999_999_999))
        .as((seconds, nanos) -> Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build());
  }
}
