package io.processmanager.adapters.grpc.server;

import io.processmanager.domain.log.OutputItem;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscriber that takes one item and then asks for nothing more. */
final class Stalled implements Flow.Subscriber<OutputItem> {

  final CountDownLatch received = new CountDownLatch(1);
  private volatile Flow.@Nullable Subscription subscription;

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(OutputItem item) {
    received.countDown();
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onComplete() {}

  void cancel() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
