package io.processmanager.adapters.grpc.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The calls that are to arrive even if nobody waits for their answers.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Orders {

  private final Set<CompletableFuture<Void>> pending = ConcurrentHashMap.newKeySet();

  /**
   * Counts one.
   *
   * @param told completes when it is over, well or badly, and all has been ordered that follows
   */
  @SuppressWarnings("UndefinedEquals") // A future equals itself only, which is what is meant.
  void add(CompletableFuture<Void> told) {
    pending.add(told);
    var unused = told.whenComplete((nothing, failure) -> pending.remove(told));
  }

  /** Waits until there are none, for {@code longest} at most. */
  void await(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    while (!pending.isEmpty()) {
      CompletableFuture<Void> all =
          CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
      try {
        all.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException later) {
        interrupted = true;
      } catch (ExecutionException | TimeoutException asWellAsItWent) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
