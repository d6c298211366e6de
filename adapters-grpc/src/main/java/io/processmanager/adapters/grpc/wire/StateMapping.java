package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.owner.Owner;

/** A job's state on the wire. */
final class StateMapping {

  private StateMapping() {}

  static io.processmanager.proto.v1.JobState toWire(JobState state) {
    io.processmanager.proto.v1.JobState.Builder message =
        io.processmanager.proto.v1.JobState.newBuilder();
    if (state instanceof JobState.Running running) {
      message.getRunningBuilder().setStartedAt(Times.toWire(running.startedAt()));
    } else if (state instanceof JobState.Stopping stopping) {
      message.setStopping(toWire(stopping));
    } else if (state instanceof JobState.Ended ended) {
      message.setEnded(toWire(ended));
    } else {
      throw new AssertionError("a state without a message: " + state);
    }
    return message.build();
  }

  static JobState toDomain(io.processmanager.proto.v1.JobState message) {
    return switch (message.getStateCase()) {
      case RUNNING -> new JobState.Running(Times.toDomain(message.getRunning().getStartedAt()));
      case STOPPING -> toDomain(message.getStopping());
      case ENDED -> toDomain(message.getEnded());
      case STATE_NOT_SET ->
          throw new IllegalArgumentException("a job has no state, or one that is unknown here");
    };
  }

  private static io.processmanager.proto.v1.JobState.Stopping toWire(JobState.Stopping stopping) {
    io.processmanager.proto.v1.JobState.Stopping.Builder message =
        io.processmanager.proto.v1.JobState.Stopping.newBuilder()
            .setStartedAt(Times.toWire(stopping.startedAt()))
            .setRequestedAt(Times.toWire(stopping.requestedAt()))
            .setGrace(Times.toWire(stopping.grace()));
    if (stopping.reason() instanceof StopReason.Asked asked) {
      message.setStoppedBy(asked.by().name());
    } else if (stopping.reason() instanceof StopReason.TimeOver over) {
      message.setRunTimeOver(Times.toWire(over.limit()));
    } else {
      throw new AssertionError("a reason without a field: " + stopping.reason());
    }
    return message.build();
  }

  private static JobState.Stopping toDomain(io.processmanager.proto.v1.JobState.Stopping message) {
    return new JobState.Stopping(
        Times.toDomain(message.getStartedAt()),
        Times.toDomain(message.getRequestedAt()),
        reason(message),
        Times.toDomain(message.getGrace()));
  }

  private static StopReason reason(io.processmanager.proto.v1.JobState.Stopping message) {
    return switch (message.getReasonCase()) {
      case STOPPED_BY -> new StopReason.Asked(new Owner(message.getStoppedBy()));
      case RUN_TIME_OVER -> new StopReason.TimeOver(Times.toDomain(message.getRunTimeOver()));
      case REASON_NOT_SET ->
          throw new IllegalArgumentException("a job is being stopped for a reason unknown here");
    };
  }

  static io.processmanager.proto.v1.JobState.Ended toWire(JobState.Ended ended) {
    return io.processmanager.proto.v1.JobState.Ended.newBuilder()
        .setStartedAt(Times.toWire(ended.startedAt()))
        .setEndedAt(Times.toWire(ended.endedAt()))
        .setExit(EndMapping.toWire(ended.exit()))
        .setCause(EndMapping.toWire(ended.cause()))
        .build();
  }

  static JobState.Ended toDomain(io.processmanager.proto.v1.JobState.Ended message) {
    return new JobState.Ended(
        Times.toDomain(message.getStartedAt()),
        Times.toDomain(message.getEndedAt()),
        EndMapping.toDomain(message.getExit()),
        EndMapping.toDomain(message.getCause()));
  }
}
