package io.processmanager.adapters.grpc.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The open calls that may last as long as a job, to be ended when the worker shuts down. */
final class LongCalls {

  private final Set<LongCall> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger streams = new AtomicInteger();
  private volatile boolean ending;

  void add(LongCall call) {
    if (open.add(call) && call.isStream()) {
      streams.incrementAndGet();
    }
    // Whichever of this and endAll comes second sees what the first has written.
    if (ending) {
      call.endForShutdown();
    }
  }

  void remove(LongCall call) {
    if (open.remove(call) && call.isStream()) {
      streams.decrementAndGet();
    }
  }

  /** How many streams are open. */
  int streams() {
    return streams.get();
  }

  /** Ends all calls that are open, and those that come. */
  void endAll() {
    ending = true;
    open.forEach(LongCall::endForShutdown);
  }
}
