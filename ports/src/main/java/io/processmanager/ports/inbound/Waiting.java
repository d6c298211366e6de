package io.processmanager.ports.inbound;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Turns stages into blocking calls. A caller that gives up cancels the wait. */
final class Waiting {

  private Waiting() {}

  static <T> T forResult(CompletionStage<T> stage) throws InterruptedException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      throw interrupted;
    }
  }

  static <T> Optional<T> forResult(CompletionStage<T> stage, Duration timeout)
      throws InterruptedException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      return Optional.of(future.get(nanos(timeout), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    } catch (TimeoutException stillRunning) {
      future.cancel(true);
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      throw interrupted;
    }
  }

  private static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException longerThanTwoCenturies) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  /** The caller's own stack stays visible: the refusal was made on another thread. */
  private static RuntimeException unwrapped(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof JobsException refusal) {
      refusal.addSuppressed(new Exception("waited for here"));
      return refusal;
    }
    if (cause instanceof CancellationException cancelled) {
      return cancelled;
    }
    return new IllegalStateException("the wait failed", cause);
  }
}
