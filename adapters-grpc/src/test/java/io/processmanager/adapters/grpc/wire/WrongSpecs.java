package io.processmanager.adapters.grpc.wire;

import com.google.protobuf.Duration;
import io.processmanager.proto.v1.JobSpec;
import io.processmanager.proto.v1.Resource;
import io.processmanager.proto.v1.ResourceLimit;
import java.util.stream.Stream;

/**
 * A spec that no client of ours sends.
 *
 * @param field what a refusal has to name
 * @param said what it has to say of it
 */
public record WrongSpecs(String field, String said, JobSpec message) {

  private static final String LIMITS = "spec.soft_limits";

  /** One for each thing that can be wrong. */
  public static Stream<WrongSpecs> all() {
    return Stream.of(
        wrong("spec", "program is empty", spec().clearProgram()),
        wrong("spec", "not absolute", spec().setWorkingDirectory("tmp")),
        wrong("spec.umask", "1000", spec().setUmask(01000)),
        wrong("spec.umask", "37777777777", spec().setUmask(-1)),
        wrong("spec.nice", "20", spec().setNice(20)),
        wrong("spec.nice", "-21", spec().setNice(-21)),
        wrong(LIMITS, "does not say of which resource", limited(limit(0).setAtMost(1))),
        wrong(LIMITS, "99", limited(limit(99).setAtMost(1))),
        wrong(LIMITS, "the limit of cpu is missing", limited(limit(Resource.RESOURCE_CPU_TIME))),
        wrong(
            LIMITS,
            "18446744073709551615",
            limited(limit(Resource.RESOURCE_OPEN_FILES).setAtMost(-1))),
        wrong(
            LIMITS,
            "core is limited twice",
            limited(limit(Resource.RESOURCE_CORE_SIZE).setAtMost(1))
                .addSoftLimits(limit(Resource.RESOURCE_CORE_SIZE).setAtMost(1))),
        wrong("spec.stop_signal", "65", spec().setStopSignal(65)),
        wrong("spec.stop_signal", "-1", spec().setStopSignal(-1)),
        wrong("spec.stop_grace", "PT-1S", spec().setStopGrace(seconds(-1))),
        wrong("spec.stop_grace", "PT1H", spec().setStopGrace(seconds(3601))),
        wrong("spec.maximum_run_time", "PT-1S", spec().setMaximumRunTime(seconds(-1))),
        wrong("spec.maximum_run_time", "PT0S", spec().setMaximumRunTime(seconds(0))),
        wrong("spec.maximum_run_time", "10000", spec().setMaximumRunTime(seconds(Long.MAX_VALUE))),
        wrong(
            "spec.maximum_run_time",
            "one sign",
            spec().setMaximumRunTime(Duration.newBuilder().setSeconds(1).setNanos(-1))));
  }

  private static WrongSpecs wrong(String field, String said, JobSpec.Builder message) {
    return new WrongSpecs(field, said, message.build());
  }

  private static JobSpec.Builder spec() {
    return JobSpec.newBuilder().setProgram("true");
  }

  private static JobSpec.Builder limited(ResourceLimit.Builder limit) {
    return spec().addSoftLimits(limit);
  }

  private static ResourceLimit.Builder limit(Resource resource) {
    return limit(resource.getNumber());
  }

  private static ResourceLimit.Builder limit(int resource) {
    return ResourceLimit.newBuilder().setResourceValue(resource);
  }

  private static Duration.Builder seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds);
  }

  @Override
  public String toString() {
    return field + ": " + said;
  }
}
