package io.processmanager.adapters.grpc.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open calls that may last as long as a job, to be ended when the worker shuts down. */
final class LongCalls {

  private final Set<LongCall> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  void add(LongCall call) {
    open.add(call);
    // Whichever of this and endAll comes second sees what the first has written.
    if (ending) {
      call.endForShutdown();
    }
  }

  void remove(LongCall call) {
    open.remove(call);
  }

  /** Ends all calls that are open, and those that come. */
  void endAll() {
    ending = true;
    open.forEach(LongCall::endForShutdown);
  }
}
