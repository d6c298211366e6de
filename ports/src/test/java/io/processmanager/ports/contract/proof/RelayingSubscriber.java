package io.processmanager.ports.contract.proof;

import java.util.concurrent.Flow;

/** Passes on what it is signalled, for a subclass to break in one place. */
class RelayingSubscriber<T> implements Flow.Subscriber<T> {

  final Flow.Subscriber<? super T> reader;

  RelayingSubscriber(Flow.Subscriber<? super T> reader) {
    this.reader = reader;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    reader.onSubscribe(subscription);
  }

  @Override
  public void onNext(T item) {
    reader.onNext(item);
  }

  @Override
  public void onError(Throwable cause) {
    reader.onError(cause);
  }

  @Override
  public void onComplete() {
    reader.onComplete();
  }

  /** Asks for everything, whatever its reader asks for. */
  static final class Eager<T> extends RelayingSubscriber<T> {

    Eager(Flow.Subscriber<? super T> reader) {
      super(reader);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      super.onSubscribe(subscription);
      subscription.request(Long.MAX_VALUE);
    }
  }

  /** Does not hear its reader cancel. */
  static final class Deaf<T> extends RelayingSubscriber<T> {

    Deaf(Flow.Subscriber<? super T> reader) {
      super(reader);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      super.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long items) {
              subscription.request(items);
            }

            @Override
            public void cancel() {
              // What is broken here.
            }
          });
    }
  }
}
