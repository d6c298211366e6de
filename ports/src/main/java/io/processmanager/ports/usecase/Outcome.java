package io.processmanager.ports.usecase;

import io.processmanager.ports.inbound.JobsException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that comes once, and those who wait for it. A wait that is cancelled is forgotten at
 * once, which a dependent of a {@link CompletableFuture} is not before the value comes.
 */
final class Outcome<T> {

  private final Executor executor;
  private final Set<CompletableFuture<T>> waiting = ConcurrentHashMap.newKeySet();
  private volatile @Nullable T value;
  private volatile @Nullable Supplier<JobsException> failure;

  /**
   * @param executor completes the waits, so that what callers hang onto them runs on no thread that
   *     serves jobs
   */
  Outcome(Executor executor) {
    this.executor = executor;
  }

  /** A wait of the caller's own, which it may cancel. */
  @SuppressWarnings("UndefinedEquals") // A future equals itself only, which is what is meant.
  CompletableFuture<T> await() {
    CompletableFuture<T> wait = new CompletableFuture<>();
    waiting.add(wait);
    var unused = wait.whenComplete((given, failed) -> waiting.remove(wait));
    settle(wait);
    return wait;
  }

  /** Gives the value. Only the first call counts. */
  synchronized void complete(T given) {
    if (value == null && failure == null) {
      value = given;
      settleAll();
    }
  }

  /**
   * Ends all waits without a value, unless it is there.
   *
   * @param refusal makes one for each wait: its caller may add to it
   */
  synchronized void fail(Supplier<JobsException> refusal) {
    if (value == null && failure == null) {
      failure = refusal;
      settleAll();
    }
  }

  private void settleAll() {
    for (CompletableFuture<T> wait : waiting) {
      try {
        executor.execute(() -> settle(wait));
      } catch (RejectedExecutionException closed) {
        settle(wait);
      }
    }
  }

  private boolean settle(CompletableFuture<T> wait) {
    T given = value;
    if (given != null) {
      return wait.complete(given);
    }
    Supplier<JobsException> refusal = failure;
    return refusal != null && wait.completeExceptionally(refusal.get());
  }
}
