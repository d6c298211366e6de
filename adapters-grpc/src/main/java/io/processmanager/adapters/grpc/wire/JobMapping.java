package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Owner;

/**
 * Jobs and their specs on the wire.
 *
 * <p><b>Errors.</b> {@code toDomain} throws {@link IllegalArgumentException} for a message that no
 * job can be made of, or {@link io.processmanager.ports.inbound.JobsException.InvalidRequest} if it
 * is the spec that is wrong.
 */
public final class JobMapping {

  private JobMapping() {}

  /** The message for {@code job}. */
  public static io.processmanager.proto.v1.Job toWire(Job job) {
    return io.processmanager.proto.v1.Job.newBuilder()
        .setId(job.id().toString())
        .setOwner(job.owner().name())
        .setSpec(toWire(job.spec()))
        .setState(StateMapping.toWire(job.state()))
        .build();
  }

  /** The job of {@code message}. */
  public static Job toDomain(io.processmanager.proto.v1.Job message) {
    return new Job(
        JobId.parse(message.getId()),
        new Owner(message.getOwner()),
        SpecMapping.toDomain(message.getSpec()),
        StateMapping.toDomain(message.getState()));
  }

  /** The message for {@code spec}. */
  public static io.processmanager.proto.v1.JobSpec toWire(JobSpec spec) {
    return SpecMapping.toWire(spec);
  }
}
