package io.processmanager.adapters.grpc.server;

/** A call that may last as long as a job. */
interface LongCall {

  /** Ends the call: the worker is shutting down. Does nothing if it is over. */
  void endForShutdown();

  /** Whether it holds messages for a client that does not take them. */
  default boolean isStream() {
    return false;
  }
}
