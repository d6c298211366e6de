package io.processmanager.ports.usecase;

import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that comes once, and those who wait for it. A wait that is cancelled is forgotten at
 * once, which a dependent of a {@link CompletableFuture} is not before the value comes.
 */
final class Outcome<T> {

  private final Executor executor;
  private final Set<CompletableFuture<T>> waiting = ConcurrentHashMap.newKeySet();
  private final CountDownLatch settled = new CountDownLatch(1);
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

  /**
   * Waits for the value on the calling thread, which is woken without the executor: nothing of a
   * caller's runs on the thread that gives the value.
   */
  T get() throws InterruptedException {
    settled.await();
    return settledValue();
  }

  /**
   * As {@link #get()}, but no longer than {@code timeout}.
   *
   * @return empty if there is no value by then
   */
  Optional<T> get(Duration timeout) throws InterruptedException {
    boolean inTime = settled.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    return inTime ? Optional.of(settledValue()) : Optional.empty();
  }

  private T settledValue() {
    T given = value;
    if (given != null) {
      return given;
    }
    throw Objects.requireNonNull(failure).get();
  }

  /** Gives an answer to those who wait now; the value is still to come. */
  synchronized void answer(T preliminary) {
    if (value == null && failure == null) {
      for (CompletableFuture<T> wait : waiting) {
        onExecutor(() -> wait.complete(preliminary));
      }
    }
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
    settled.countDown();
    for (CompletableFuture<T> wait : waiting) {
      onExecutor(() -> settle(wait));
    }
  }

  private void onExecutor(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException closed) {
      task.run();
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
