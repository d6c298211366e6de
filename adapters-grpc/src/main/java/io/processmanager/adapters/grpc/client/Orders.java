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

  private final Set<Call<?, ?, ?>> pending = ConcurrentHashMap.newKeySet();

  /** Counts one, until what depends on its answer has been run. */
  void add(Call<?, ?, ?> order) {
    pending.add(order);
    var unused = order.told().whenComplete((nothing, failure) -> pending.remove(order));
  }

  /**
   * Waits until there are none, for {@code longest} at most. One whose answer this very thread is
   * telling does not count.
   */
  void await(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    while (true) {
      CompletableFuture<?>[] others = others();
      if (others.length == 0) {
        break;
      }
      try {
        CompletableFuture.allOf(others).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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

  private CompletableFuture<?>[] others() {
    return pending.stream()
        .filter(order -> !order.isToldBy(Thread.currentThread()))
        .map(Call::told)
        .toArray(CompletableFuture<?>[]::new);
  }
}
