package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;

/** A job's state, its exit and the cause of its end on the wire. */
final class StateMapping {

  private StateMapping() {}

  static io.processmanager.proto.v1.JobState toWire(JobState state) {
    io.processmanager.proto.v1.JobState.Builder message =
        io.processmanager.proto.v1.JobState.newBuilder();
    if (state instanceof JobState.Running running) {
      message.getRunningBuilder().setStartedAt(Times.toWire(running.startedAt()));
    } else if (state instanceof JobState.Stopping stopping) {
      message
          .getStoppingBuilder()
          .setStartedAt(Times.toWire(stopping.startedAt()))
          .setRequestedAt(Times.toWire(stopping.requestedAt()))
          .setStoppedBy(stopping.stoppedBy().name())
          .setGrace(Times.toWire(stopping.grace()));
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
      case STOPPING ->
          new JobState.Stopping(
              Times.toDomain(message.getStopping().getStartedAt()),
              Times.toDomain(message.getStopping().getRequestedAt()),
              new Owner(message.getStopping().getStoppedBy()),
              Times.toDomain(message.getStopping().getGrace()));
      case ENDED -> toDomain(message.getEnded());
      case STATE_NOT_SET -> throw new IllegalArgumentException("a job without a state");
    };
  }

  static io.processmanager.proto.v1.JobState.Ended toWire(JobState.Ended ended) {
    return io.processmanager.proto.v1.JobState.Ended.newBuilder()
        .setStartedAt(Times.toWire(ended.startedAt()))
        .setEndedAt(Times.toWire(ended.endedAt()))
        .setExit(toWire(ended.exit()))
        .setCause(toWire(ended.cause()))
        .build();
  }

  static JobState.Ended toDomain(io.processmanager.proto.v1.JobState.Ended message) {
    return new JobState.Ended(
        Times.toDomain(message.getStartedAt()),
        Times.toDomain(message.getEndedAt()),
        toDomain(message.getExit()),
        toDomain(message.getCause()));
  }

  private static io.processmanager.proto.v1.Exit toWire(Exit exit) {
    io.processmanager.proto.v1.Exit.Builder message = io.processmanager.proto.v1.Exit.newBuilder();
    if (exit instanceof Exit.Exited exited) {
      message.getExitedBuilder().setCode(exited.code());
    } else if (exit instanceof Exit.Signaled signaled) {
      message
          .getSignaledBuilder()
          .setSignal(signaled.signal().number())
          .setCoreDumped(signaled.coreDumped());
    } else if (exit instanceof Exit.Unknown) {
      message.getUnknownBuilder();
    } else {
      throw new AssertionError("an exit without a message: " + exit);
    }
    return message.build();
  }

  private static Exit toDomain(io.processmanager.proto.v1.Exit message) {
    return switch (message.getExitCase()) {
      case EXITED -> new Exit.Exited(message.getExited().getCode());
      case SIGNALED ->
          new Exit.Signaled(
              new Signal(message.getSignaled().getSignal()), message.getSignaled().getCoreDumped());
      // A newer worker may know an end that this client does not: unknown is never success.
      case UNKNOWN, EXIT_NOT_SET -> new Exit.Unknown();
    };
  }

  private static io.processmanager.proto.v1.EndCause toWire(EndCause cause) {
    io.processmanager.proto.v1.EndCause.Builder message =
        io.processmanager.proto.v1.EndCause.newBuilder();
    if (cause instanceof EndCause.ByItself) {
      message.getByItselfBuilder();
    } else if (cause instanceof EndCause.Stopped stopped) {
      message.getStoppedBuilder().setBy(stopped.by().name());
    } else if (cause instanceof EndCause.KilledAfterGrace killed) {
      message.getKilledAfterGraceBuilder().setBy(killed.by().name());
    } else {
      throw new AssertionError("a cause without a message: " + cause);
    }
    return message.build();
  }

  private static EndCause toDomain(io.processmanager.proto.v1.EndCause message) {
    return switch (message.getCauseCase()) {
      case BY_ITSELF -> new EndCause.ByItself();
      case STOPPED -> new EndCause.Stopped(new Owner(message.getStopped().getBy()));
      case KILLED_AFTER_GRACE ->
          new EndCause.KilledAfterGrace(new Owner(message.getKilledAfterGrace().getBy()));
      case CAUSE_NOT_SET -> throw new IllegalArgumentException("an end without a cause");
    };
  }
}
