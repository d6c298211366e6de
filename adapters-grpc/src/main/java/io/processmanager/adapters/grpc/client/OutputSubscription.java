package io.processmanager.adapters.grpc.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's reading of an output: its demand is the call's, message for message, so that
 * without demand nothing crosses the wire but what the transport's window lets ahead.
 *
 * <p><b>Threading.</b> The subscriber's signals are serial because the call's are. What ends the
 * call from another thread (a bad demand, an item that cannot be read) is told to the subscriber by
 * the call's end.
 *
 * <p><b>Source.</b> Reactive Streams 1.0.4, sections 2 and 3.
 */
final class OutputSubscription extends ClientCall.Listener<ReadOutputResponse>
    implements Flow.Subscription {

  private final ClientCall<ReadOutputRequest, ReadOutputResponse> call;
  private final ReadOutputRequest request;
  private final CallFailures failures;
  private final Flow.Subscriber<? super OutputItem> subscriber;

  private final Object lock = new Object();
  private long demandBeforeStart;
  private boolean started;
  private boolean cancelled;
  private @Nullable RuntimeException failure;

  /** Demand that gRPC, which counts in {@code int}, has not been told of yet. */
  private long untold;

  OutputSubscription(
      ClientCall<ReadOutputRequest, ReadOutputResponse> call,
      ReadOutputRequest request,
      CallFailures failures,
      Flow.Subscriber<? super OutputItem> subscriber) {
    this.call = call;
    this.request = request;
    this.failures = failures;
    this.subscriber = subscriber;
  }

  /** Starts the call, after the subscriber has been given this subscription. */
  void begin() {
    RuntimeException refused;
    synchronized (lock) {
      started = true;
      if (cancelled) {
        return;
      }
      refused = failure;
      if (refused == null) {
        call.start(this, new Metadata());
        call.sendMessage(request);
        call.halfClose();
        tell(demandBeforeStart);
      }
    }
    if (refused != null) {
      subscriber.onError(refused);
    }
  }

  @Override
  public void request(long items) {
    synchronized (lock) {
      if (cancelled || failure != null) {
        return;
      }
      if (items <= 0) {
        fail(new IllegalArgumentException("a demand of " + items + " is not positive"));
      } else if (started) {
        tell(items);
      } else {
        demandBeforeStart = sum(demandBeforeStart, items);
      }
    }
  }

  private void tell(long items) {
    untold = sum(untold, items);
    int now = (int) Math.min(untold, Integer.MAX_VALUE);
    if (now > 0) {
      untold -= now;
      call.request(now);
    }
  }

  private static long sum(long demand, long more) {
    long sum = demand + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Ends the call; the subscriber learns {@code why} from the call's end. */
  private void fail(RuntimeException why) {
    failure = why;
    if (started) {
      call.cancel("the subscription failed", why);
    }
  }

  @Override
  public void cancel() {
    synchronized (lock) {
      if (!cancelled) {
        cancelled = true;
        if (started) {
          call.cancel("the subscription was cancelled", null);
        }
      }
    }
  }

  @Override
  public void onMessage(ReadOutputResponse message) {
    synchronized (lock) {
      if (cancelled || failure != null) {
        return;
      }
    }
    OutputItem item;
    try {
      item = OutputMapping.toDomain(message);
    } catch (IllegalArgumentException unreadable) {
      synchronized (lock) {
        fail(failures.unreadable(unreadable));
      }
      return;
    }
    subscriber.onNext(item);
    synchronized (lock) {
      if (untold > 0 && !cancelled && failure == null) {
        untold--;
        call.request(1);
      }
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    RuntimeException own;
    synchronized (lock) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      own = failure;
    }
    if (own != null) {
      subscriber.onError(own);
    } else if (status.isOk()) {
      subscriber.onComplete();
    } else {
      subscriber.onError(failures.toRefusal(status.asRuntimeException(trailers), null));
    }
  }
}
