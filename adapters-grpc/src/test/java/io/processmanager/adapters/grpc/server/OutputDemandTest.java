package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How a client's demand is taken; Reactive Streams 1.0.4, section 3. */
class OutputDemandTest extends OverLoopback {

  @Test
  void subscriberThatCancelsAtOnceCostsTheWorkerNothing() {
    Probe probe = new Probe(Flow.Subscription::cancel);

    jobs.output(job, OutputQuery.all()).subscribe(probe);
    jobs.status(job);

    assertThat(fake.output.subscribed.getCount()).isEqualTo(1);
    assertThat(probe.over).isNotDone();
  }

  @Test
  void badDemandBeforeTheCallIsAnError() {
    Probe probe = new Probe(subscription -> subscription.request(-1));

    jobs.output(job, OutputQuery.all()).subscribe(probe);

    assertThatThrownBy(() -> probe.over.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(fake.output.subscribed.getCount()).isEqualTo(1);
  }

  @Test
  void badDemandWhileReadingIsAnErrorAndEndsTheCall() throws Exception {
    Probe probe = new Probe(subscription -> subscription.request(1));
    jobs.output(job, OutputQuery.all()).subscribe(probe);
    assertThat(fake.output.subscribed.await(20, TimeUnit.SECONDS)).isTrue();

    probe.given.join().request(0);

    assertThatThrownBy(() -> probe.over.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(fake.output.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void demandWithoutBoundIsTakenAsSuch() throws Exception {
    Probe probe =
        new Probe(
            subscription -> {
              subscription.request(Long.MAX_VALUE);
              subscription.request(Long.MAX_VALUE);
            });
    fake.output.flow();

    jobs.output(job, OutputQuery.all()).subscribe(probe);
    CompletableFuture<Void> many = probe.after(2000);

    many.get(20, TimeUnit.SECONDS);
    assertThat(probe.over).isNotDone();
    probe.given.join().cancel();
    assertThat(fake.output.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Does something on subscription, then counts. */
  private static final class Probe implements Flow.Subscriber<OutputItem> {

    private final Consumer<Flow.Subscription> first;
    private final CompletableFuture<Flow.Subscription> given = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private final AtomicInteger received = new AtomicInteger();
    private volatile int wanted = Integer.MAX_VALUE;

    Probe(Consumer<Flow.Subscription> first) {
      this.first = first;
    }

    CompletableFuture<Void> after(int items) {
      wanted = items;
      return enough;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      first.accept(subscription);
      given.complete(subscription);
    }

    @Override
    public void onNext(OutputItem item) {
      if (received.incrementAndGet() >= wanted) {
        enough.complete(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      over.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      over.complete(null);
    }
  }
}
