package io.processmanager.adapters.grpc.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.wire.Refusals;
import io.processmanager.ports.inbound.JobsException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** What a client is told when a call fails. */
final class Answers {

  private static final System.Logger LOG = System.getLogger(Answers.class.getName());

  private Answers() {}

  /**
   * The status for {@code failure}. A refusal tells the client all it says; anything else is logged
   * here, and the client learns only that it happened: a message that nobody wrote for clients may
   * name paths and classes.
   */
  static StatusRuntimeException failure(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    if (cause instanceof JobsException refusal) {
      return Refusals.toWire(refusal);
    }
    LOG.log(Level.ERROR, "a call failed unexpectedly", cause);
    return Refusals.toWire(
        Status.Code.INTERNAL,
        "FAILED",
        "the call failed in the worker for a reason that its log tells",
        Map.of());
  }

  /** The status for a stream or a wait that the worker's end cuts short. */
  static StatusRuntimeException shuttingDown() {
    return Refusals.toWire(new JobsException.Unavailable("the worker is shutting down", null));
  }
}
