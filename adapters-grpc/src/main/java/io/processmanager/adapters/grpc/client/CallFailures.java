package io.processmanager.adapters.grpc.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.wire.Refusals;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells a caller why a call to the worker at {@code address} failed. */
record CallFailures(WorkerAddress address) {

  /**
   * The refusal for {@code failure}.
   *
   * @param allowed how long the call was given; null where it was given as long as it takes
   */
  JobsException toRefusal(StatusRuntimeException failure, @Nullable Duration allowed) {
    return Refusals.toDomain(failure).orElseGet(() -> fromTransport(failure, allowed));
  }

  private JobsException fromTransport(StatusRuntimeException failure, @Nullable Duration allowed) {
    Status status = failure.getStatus();
    String said = said(status);
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          new JobsException.Unavailable(
              Refusals.isAnswer(failure)
                  ? "the worker at " + address + " is unavailable: " + said
                  : ConnectionFailure.tell(address, status),
              failure);
      case DEADLINE_EXCEEDED -> new JobsException.TimedOut(timedOut(allowed));
      case UNAUTHENTICATED -> new JobsException.Unauthenticated(said);
      case RESOURCE_EXHAUSTED -> new JobsException.ResourceExhausted("transport", said);
      case INVALID_ARGUMENT -> new JobsException.InvalidRequest("request", said);
      case UNIMPLEMENTED ->
          new JobsException.Failed(
              "the server at " + address + " does not know this call; is it an older worker?",
              failure);
      case CANCELLED ->
          new JobsException.Failed(
              Thread.currentThread().isInterrupted()
                  ? "the call was interrupted; what was asked for may have been done"
                  : "the call was cancelled",
              failure);
      default ->
          new JobsException.Failed(
              "the call to the worker at " + address + " failed: " + status.getCode() + ": " + said,
              failure);
    };
  }

  /** The refusal for a reader that waits for a connection when its client is closed. */
  JobsException clientClosed() {
    return new JobsException.Unavailable(
        "cannot reach the worker at " + address + ": this client has been closed", null);
  }

  private String timedOut(@Nullable Duration allowed) {
    return "no answer came from the worker at "
        + address
        + (allowed == null
            ? ""
            : " within " + TimeUnit.MILLISECONDS.convert(allowed) / 1000.0 + " s")
        + "; what was asked for may have been done";
  }

  private static String said(Status status) {
    String description = status.getDescription();
    return description == null ? "no reason given" : description;
  }

  /** The refusal for an answer that no domain value can be made of. */
  JobsException unreadable(RuntimeException cause) {
    return new JobsException.Failed(
        "the worker at " + address + " gave an answer that cannot be read: " + cause.getMessage(),
        cause);
  }
}
