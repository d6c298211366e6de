package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what it is signalled, and asks for nothing by itself. */
final class Probe<T> implements Flow.Subscriber<T> {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private final CompletableFuture<Flow.Subscription> given = new CompletableFuture<>();
  private final BlockingQueue<T> items = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();

  Flow.Subscription subscription() throws Exception {
    return given.get(BOUND.toSeconds(), TimeUnit.SECONDS);
  }

  T next() throws InterruptedException {
    Optional<T> item = nextWithin(BOUND);
    assertThat(item).as("another item").isPresent();
    return item.orElseThrow();
  }

  Optional<T> nextWithin(Duration time) throws InterruptedException {
    return Optional.ofNullable(items.poll(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** What has come and was not taken. */
  Queue<T> items() {
    return items;
  }

  /** Completes with the stream. */
  CompletableFuture<Boolean> over() {
    return over;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    given.complete(subscription);
  }

  @Override
  public void onNext(T item) {
    items.add(item);
  }

  @Override
  public void onError(Throwable cause) {
    over.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    over.complete(true);
  }
}
