package io.processmanager.adapters.grpc.client;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * A stream that is read by a call of its own for each subscriber, and by another one when that is
 * lost.
 *
 * @param streams what all streams share
 * @param beginning makes the progress of a subscriber that has been told nothing yet
 */
record ResumedPublisher<T>(Streams streams, Supplier<Progress<?, ?, T>> beginning)
    implements Flow.Publisher<T> {

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    ResumedSubscription<?, ?, T> subscription = subscription(beginning.get(), subscriber);
    subscriber.onSubscribe(subscription);
    subscription.begin();
  }

  private <Q, M> ResumedSubscription<Q, M, T> subscription(
      Progress<Q, M, T> progress, Flow.Subscriber<? super T> subscriber) {
    return new ResumedSubscription<>(streams, progress, subscriber);
  }
}
