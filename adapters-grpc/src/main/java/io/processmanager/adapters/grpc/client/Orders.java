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
   * @param over completes when it is over, well or badly
   */
  @SuppressWarnings("UndefinedEquals") // A future equals itself only, which is what is meant.
  void add(CompletableFuture<Void> over) {
    pending.add(over);
    var unused = over.whenComplete((nothing, failure) -> pending.remove(over));
  }

  /** Waits until those that are pending now are over, for {@code longest} at most. */
  void await(Duration longest) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
    long deadline = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    while (true) {
      try {
        all.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
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
