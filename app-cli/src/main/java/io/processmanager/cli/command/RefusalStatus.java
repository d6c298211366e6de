package io.processmanager.cli.command;

import io.processmanager.ports.inbound.JobsException;

/** The gRPC statuses that refusals are told as; their numbers are gRPC's. */
enum RefusalStatus {
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  NOT_FOUND(5),
  PERMISSION_DENIED(7),
  RESOURCE_EXHAUSTED(8),
  FAILED_PRECONDITION(9),
  INTERNAL(13),
  UNAVAILABLE(14),
  UNAUTHENTICATED(16);

  private final int number;

  RefusalStatus(int number) {
    this.number = number;
  }

  static RefusalStatus of(JobsException refusal) {
    return switch (refusal) {
      case JobsException.NotFound _ -> NOT_FOUND;
      case JobsException.NotPermitted _ -> PERMISSION_DENIED;
      case JobsException.Unauthenticated _ -> UNAUTHENTICATED;
      case JobsException.InvalidRequest _ -> INVALID_ARGUMENT;
      case JobsException.NotStarted _ -> FAILED_PRECONDITION;
      case JobsException.NotRunning _ -> FAILED_PRECONDITION;
      case JobsException.ResourceExhausted _ -> RESOURCE_EXHAUSTED;
      case JobsException.Unavailable _ -> UNAVAILABLE;
      case JobsException.TimedOut _ -> DEADLINE_EXCEEDED;
      case JobsException.Failed _ -> INTERNAL;
    };
  }

  /** What a command that met this refusal exits with. */
  int exitCode() {
    return ExitCodes.REFUSAL_BASE + number;
  }
}
