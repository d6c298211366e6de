package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.WorkingDirectory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What jobs are started with, on the wire.
 *
 * <p><b>Errors.</b> {@code toDomain} throws {@link
 * io.processmanager.ports.inbound.JobsException.InvalidRequest} with the path of the field that is
 * wrong, such as {@code spec.umask}.
 */
final class SpecMapping {

  private SpecMapping() {}

  static io.processmanager.proto.v1.JobSpec toWire(JobSpec spec) {
    io.processmanager.proto.v1.JobSpec.Builder message =
        io.processmanager.proto.v1.JobSpec.newBuilder()
            .setProgram(spec.program())
            .addAllArguments(spec.arguments())
            .putAllEnvironment(spec.environment());
    if (spec.workingDirectory() instanceof WorkingDirectory.At at) {
      message.setWorkingDirectory(at.path());
    }
    add(spec.attributes(), message);
    add(spec.stopPolicy(), message);
    return message.build();
  }

  private static void add(
      ProcessAttributes attributes, io.processmanager.proto.v1.JobSpec.Builder message) {
    attributes.umask().ifPresent(message::setUmask);
    attributes.nice().ifPresent(message::setNice);
    message.addAllSoftLimits(LimitMapping.toWire(attributes.softLimits()));
  }

  /** Defaults are written out, so that both sides mean the same by them. */
  private static void add(StopPolicy policy, io.processmanager.proto.v1.JobSpec.Builder message) {
    message.setStopSignal(policy.signal().number()).setStopGrace(Times.toWire(policy.grace()));
    policy.maximumRunTime().map(Times::toWire).ifPresent(message::setMaximumRunTime);
  }

  static JobSpec toDomain(io.processmanager.proto.v1.JobSpec message) {
    ProcessAttributes attributes =
        new ProcessAttributes(
            umask(message),
            nice(message),
            Fields.parsed(
                "spec.soft_limits", () -> LimitMapping.toDomain(message.getSoftLimitsList())));
    StopPolicy policy = new StopPolicy(signal(message), grace(message), maximumRunTime(message));
    String directory = message.getWorkingDirectory();
    return Fields.parsed(
        "spec",
        () ->
            new JobSpec(
                message.getProgram(),
                message.getArgumentsList(),
                message.getEnvironmentMap(),
                directory.isEmpty() ? WorkingDirectory.inherited() : WorkingDirectory.at(directory),
                attributes,
                policy));
  }

  private static OptionalInt umask(io.processmanager.proto.v1.JobSpec message) {
    return message.hasUmask()
        ? Fields.parsed("spec.umask", () -> umask(message.getUmask()))
        : OptionalInt.empty();
  }

  /** A {@code uint32}, whose upper half an {@code int} shows as negative. */
  private static OptionalInt umask(int bits) {
    if (bits < 0) {
      throw new IllegalArgumentException(
          "umask " + Integer.toUnsignedString(bits, 8) + " is not between 0 and 777, in octal");
    }
    return ProcessAttributes.inherited().withUmask(bits).umask();
  }

  private static OptionalInt nice(io.processmanager.proto.v1.JobSpec message) {
    return message.hasNice()
        ? Fields.parsed(
            "spec.nice", () -> ProcessAttributes.inherited().withNice(message.getNice()).nice())
        : OptionalInt.empty();
  }

  private static Signal signal(io.processmanager.proto.v1.JobSpec message) {
    return message.getStopSignal() == 0
        ? StopPolicy.defaults().signal()
        : Fields.parsed("spec.stop_signal", () -> new Signal(message.getStopSignal()));
  }

  private static Duration grace(io.processmanager.proto.v1.JobSpec message) {
    return message.hasStopGrace()
        ? Fields.parsed("spec.stop_grace", () -> grace(message.getStopGrace()))
        : StopPolicy.DEFAULT_GRACE;
  }

  /**
   * A grace period.
   *
   * @throws IllegalArgumentException it is none, or not in range
   */
  static Duration grace(com.google.protobuf.Duration message) {
    return StopPolicy.defaults().withGrace(Times.toDomain(message)).grace();
  }

  private static Optional<Duration> maximumRunTime(io.processmanager.proto.v1.JobSpec message) {
    return message.hasMaximumRunTime()
        ? Fields.parsed(
            "spec.maximum_run_time",
            () ->
                StopPolicy.defaults()
                    .withMaximumRunTime(Times.toDomain(message.getMaximumRunTime()))
                    .maximumRunTime())
        : Optional.empty();
  }
}
