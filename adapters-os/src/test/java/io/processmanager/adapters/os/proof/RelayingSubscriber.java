package io.processmanager.adapters.os.proof;

import io.processmanager.domain.log.OutputItem;
import java.util.concurrent.Flow;

/** Passes on what it is signalled, for a subclass to break in one place. */
class RelayingSubscriber implements Flow.Subscriber<OutputItem> {

  final Flow.Subscriber<? super OutputItem> reader;

  RelayingSubscriber(Flow.Subscriber<? super OutputItem> reader) {
    this.reader = reader;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    reader.onSubscribe(subscription);
  }

  @Override
  public void onNext(OutputItem item) {
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
  static final class Eager extends RelayingSubscriber {

    Eager(Flow.Subscriber<? super OutputItem> reader) {
      super(reader);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      super.onSubscribe(subscription);
      subscription.request(Long.MAX_VALUE);
    }
  }

  /** Does not hear its reader cancel. */
  static final class Deaf extends RelayingSubscriber {

    Deaf(Flow.Subscriber<? super OutputItem> reader) {
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
