package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;

/** How a job ended and why, on the wire. */
final class EndMapping {

  private EndMapping() {}

  static io.processmanager.proto.v1.Exit toWire(Exit exit) {
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

  static Exit toDomain(io.processmanager.proto.v1.Exit message) {
    return switch (message.getExitCase()) {
      case EXITED -> new Exit.Exited(message.getExited().getCode());
      case SIGNALED ->
          new Exit.Signaled(
              new Signal(message.getSignaled().getSignal()), message.getSignaled().getCoreDumped());
      // A newer worker may know an end that this client does not: unknown is never success.
      case UNKNOWN, EXIT_NOT_SET -> new Exit.Unknown();
    };
  }

  static io.processmanager.proto.v1.EndCause toWire(EndCause cause) {
    io.processmanager.proto.v1.EndCause.Builder message =
        io.processmanager.proto.v1.EndCause.newBuilder();
    if (cause instanceof EndCause.ByItself) {
      message.getByItselfBuilder();
    } else if (cause instanceof EndCause.Stopped stopped) {
      message.getStoppedBuilder().setBy(stopped.by().name());
    } else if (cause instanceof EndCause.KilledAfterGrace killed) {
      message.getKilledAfterGraceBuilder().setBy(killed.by().name());
    } else if (cause instanceof EndCause.TimedOut timedOut) {
      message
          .getTimedOutBuilder()
          .setLimit(Times.toWire(timedOut.limit()))
          .setKilled(timedOut.killed());
    } else if (cause instanceof EndCause.Signaled signaled) {
      message.getSignaledBuilder().setBy(signaled.by().name());
    } else if (cause instanceof EndCause.KilledFromOutside) {
      message.getKilledFromOutsideBuilder();
    } else if (cause instanceof EndCause.OutOfMemory) {
      message.getOutOfMemoryBuilder();
    } else if (cause instanceof EndCause.Unknown) {
      return io.processmanager.proto.v1.EndCause.getDefaultInstance();
    } else {
      throw new AssertionError("a cause without a message: " + cause);
    }
    return message.build();
  }

  static EndCause toDomain(io.processmanager.proto.v1.EndCause message) {
    return switch (message.getCauseCase()) {
      case BY_ITSELF -> new EndCause.ByItself();
      case STOPPED -> new EndCause.Stopped(new Owner(message.getStopped().getBy()));
      case KILLED_AFTER_GRACE ->
          new EndCause.KilledAfterGrace(new Owner(message.getKilledAfterGrace().getBy()));
      case TIMED_OUT ->
          new EndCause.TimedOut(
              Times.toDomain(message.getTimedOut().getLimit()), message.getTimedOut().getKilled());
      case SIGNALED -> new EndCause.Signaled(new Owner(message.getSignaled().getBy()));
      case KILLED_FROM_OUTSIDE -> new EndCause.KilledFromOutside();
      case OUT_OF_MEMORY -> new EndCause.OutOfMemory();
      // Of a newer worker: a page of jobs must not fail for it.
      case CAUSE_NOT_SET -> new EndCause.Unknown();
    };
  }
}
