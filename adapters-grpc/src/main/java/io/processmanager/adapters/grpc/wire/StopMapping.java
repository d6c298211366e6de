package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.proto.v1.StopJobRequest;
import io.processmanager.proto.v1.StopJobResponse;
import java.time.Duration;
import java.util.Optional;

/** Stops and their answers on the wire. */
public final class StopMapping {

  private StopMapping() {}

  /** The request to stop {@code job} with the grace period of its own. */
  public static StopJobRequest toWire(JobId job) {
    return StopJobRequest.newBuilder().setJobId(job.toString()).build();
  }

  /** The request to stop {@code job}. */
  public static StopJobRequest toWire(JobId job, Duration grace) {
    return toWire(job).toBuilder().setGrace(Times.toWire(grace)).build();
  }

  /**
   * The grace period of a request; empty for the job's own.
   *
   * @throws io.processmanager.ports.inbound.JobsException.InvalidRequest it is out of range
   */
  public static Optional<Duration> grace(StopJobRequest message) {
    return message.hasGrace()
        ? Optional.of(Fields.parsed("grace", () -> SpecMapping.grace(message.getGrace())))
        : Optional.empty();
  }

  /** The message for what came of stopping {@code job}, which may be of before or after it. */
  public static StopJobResponse toWire(Job job, StopOutcome outcome) {
    return StopJobResponse.newBuilder()
        .setJob(JobMapping.toWire(new Job(job.id(), job.owner(), job.spec(), outcome.state())))
        .setKilled(outcome.killed())
        .setThoroughness(toWire(outcome.thoroughness()))
        .build();
  }

  private static io.processmanager.proto.v1.Thoroughness toWire(Thoroughness thoroughness) {
    return switch (thoroughness) {
      case COMPLETE -> io.processmanager.proto.v1.Thoroughness.THOROUGHNESS_COMPLETE;
      case BEST_EFFORT -> io.processmanager.proto.v1.Thoroughness.THOROUGHNESS_BEST_EFFORT;
      case KILL_PENDING -> io.processmanager.proto.v1.Thoroughness.THOROUGHNESS_KILL_PENDING;
    };
  }

  /**
   * What {@code message} says came of a stop.
   *
   * @throws IllegalArgumentException the job is neither ended nor waiting for its kill
   */
  public static StopOutcome toDomain(StopJobResponse message) {
    JobState state = JobMapping.toDomain(message.getJob()).state();
    return new StopOutcome(state, message.getKilled(), toDomain(message.getThoroughness()));
  }

  /** A worker of another age may say nothing, or something unknown here: the least is promised. */
  private static Thoroughness toDomain(io.processmanager.proto.v1.Thoroughness message) {
    return switch (message) {
      case THOROUGHNESS_COMPLETE -> Thoroughness.COMPLETE;
      case THOROUGHNESS_KILL_PENDING -> Thoroughness.KILL_PENDING;
      case THOROUGHNESS_BEST_EFFORT, THOROUGHNESS_UNSPECIFIED, UNRECOGNIZED ->
          Thoroughness.BEST_EFFORT;
    };
  }
}
