package io.processmanager.ports.usecase;

import io.processmanager.ports.inbound.JobsException;
import java.util.concurrent.CompletableFuture;

/** Lets starts in until it is closed, and tells when the last one that was let in is through. */
final class Admission {

  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private boolean closed;
  private int inside;

  /**
   * @throws JobsException.Unavailable the admission is closed
   */
  synchronized void enter() {
    if (closed) {
      throw new JobsException.Unavailable(
          "the worker is shutting down and starts no more jobs", null);
    }
    inside++;
  }

  void leave() {
    synchronized (this) {
      inside--;
      if (!closed || inside > 0) {
        return;
      }
    }
    empty.complete(null);
  }

  /** Lets nobody in any more; completes when nobody is inside. */
  CompletableFuture<Void> close() {
    synchronized (this) {
      closed = true;
      if (inside > 0) {
        return empty;
      }
    }
    empty.complete(null);
    return empty;
  }
}
