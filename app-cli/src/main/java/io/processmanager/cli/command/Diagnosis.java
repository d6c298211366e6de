package io.processmanager.cli.command;

import io.processmanager.ports.inbound.JobsException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command that failed exits with and says, in one line and never with a stack trace.
 *
 * @param exitCode what the process exits with
 * @param line what to say on stderr; empty where nothing is to be said
 */
record Diagnosis(int exitCode, Optional<String> line) {

  static Diagnosis of(Throwable failure) {
    return switch (failure) {
      case CommandFailure known -> new Diagnosis(known.exitCode(), known.line());
      case JobsException refusal -> of(refusal);
      case InterruptedException _ -> new Diagnosis(ExitCodes.BROKEN_OFF, Optional.empty());
      default ->
          new Diagnosis(
              ExitCodes.UNFORESEEN,
              Optional.of("UNFORESEEN: " + failure + "; this is a fault of process-manager"));
    };
  }

  private static Diagnosis of(JobsException refusal) {
    RefusalStatus status = RefusalStatus.of(refusal);
    String message = Objects.requireNonNullElse(refusal.getMessage(), "no reason given");
    return new Diagnosis(status.exitCode(), Optional.of(status + ": " + message));
  }
}
