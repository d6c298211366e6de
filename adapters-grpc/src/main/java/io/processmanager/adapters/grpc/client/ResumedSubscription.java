package io.processmanager.adapters.grpc.client;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's reading of a stream, by one call after the other: what is cut off goes on with
 * the next call, behind the last item. The subscriber's demand is the call's, message for message,
 * so that without demand nothing crosses the wire but what the transport's window lets ahead. That
 * is held in this process, and the call in the worker; so a subscriber that asks for nothing for a
 * while has no call until it asks again.
 *
 * <p><b>Threading.</b> The subscriber's signals are serial because a call's are, because the next
 * call begins when the one before is over, and because nothing is signalled between them but the
 * end. What ends a call from another thread (a bad demand, an item that cannot be read) is told to
 * the subscriber by the call's end.
 *
 * <p><b>Source.</b> Reactive Streams 1.0.4, sections 2 and 3.
 */
final class ResumedSubscription<Q, M, T> implements Flow.Subscription, StreamCall.Owner<M> {

  private final Streams streams;
  private final Flow.Subscriber<? super T> subscriber;
  private final Runnable whenClosed = this::clientClosed;

  private final Object lock = new Object();
  private final Progress<Q, M, T> progress;
  private final Demand demand = new Demand();
  private boolean started;
  private boolean over;
  private @Nullable RuntimeException failure;

  /** The call that reads now; null before the first one and between two. */
  private @Nullable StreamCall<Q, M> call;

  /** Null while there is a connection. */
  private @Nullable Outage outage;

  /** One that a connection has ended which has not brought an item yet. */
  private @Nullable Outage recent;

  private final Pause pause;

  /** The call was given up, or is just being given up, because of a long pause. */
  private boolean resting;

  /** When that was, until the next call has begun. */
  private @Nullable Instant restedAt;

  ResumedSubscription(
      Streams streams, Progress<Q, M, T> progress, Flow.Subscriber<? super T> subscriber) {
    this.streams = streams;
    this.progress = progress;
    this.subscriber = subscriber;
    this.pause = new Pause(streams.retries(), streams.longestPause(), this::restIfPaused);
  }

  /** Starts the first call, after the subscriber has been given this subscription. */
  void begin() {
    RuntimeException refused;
    synchronized (lock) {
      started = true;
      if (over) {
        return;
      }
      refused = failure;
      if (refused == null) {
        connect();
      } else {
        over = true;
      }
    }
    if (refused != null) {
      subscriber.onError(refused);
    }
  }

  private void connect() {
    StreamCall<Q, M> next = new StreamCall<>(streams.newCall(progress.method()), this);
    call = next;
    demand.forgetTold();
    next.start(progress.rest());
    next.tell(demand);
  }

  @Override
  public void request(long items) {
    RuntimeException bad;
    synchronized (lock) {
      if (over || failure != null) {
        return;
      }
      if (items > 0) {
        demand.add(items);
        if (resting && call == null) {
          endRest();
          connect();
        } else {
          tellCall();
        }
        return;
      }
      bad = new IllegalArgumentException("a demand of " + items + " is not positive");
      failure = bad;
      if (cancelCall(bad) || !started) {
        return;
      }
      finish();
    }
    subscriber.onError(bad);
  }

  @Override
  public void cancel() {
    synchronized (lock) {
      if (over) {
        return;
      }
      StreamCall<Q, M> present = call;
      finish();
      if (present != null) {
        present.cancel("the subscription was cancelled", null);
      }
    }
  }

  /** Nothing is signalled any more but what the caller signals now. */
  private void finish() {
    over = true;
    call = null;
    reconnected();
    pause.forget();
    endRest();
  }

  private void reconnected() {
    Outage ended = outage;
    if (ended != null) {
      ended.over();
      outage = null;
      streams.retries().forget(whenClosed);
    }
  }

  @Override
  public void onBegin(M message) {
    boolean resumed;
    synchronized (lock) {
      if (over || failure != null) {
        return;
      }
      boolean again = progress.hasBegun();
      try {
        progress.begin(message);
      } catch (IllegalArgumentException unreadable) {
        fail(unreadable);
        return;
      }
      Outage ended = outage;
      resumed = again && ended != null;
      if (ended != null) {
        ended.connected();
        recent = ended;
      }
      restedAt = null;
      reconnected();
      pauseIfNothingIsWanted();
    }
    if (resumed) {
      streams.tellResumed(progress);
    }
  }

  @Override
  public void onItem(M message) {
    T news;
    synchronized (lock) {
      if (over || failure != null) {
        return;
      }
      try {
        news = progress.advance(message);
      } catch (IllegalArgumentException unreadable) {
        fail(unreadable);
        return;
      }
      demand.sent(news != null);
      pauseIfNothingIsWanted();
      if (news != null) {
        recent = null;
      }
    }
    if (news != null) {
      subscriber.onNext(news);
    }
    synchronized (lock) {
      if (failure == null) {
        tellCall();
      }
    }
  }

  private void pauseIfNothingIsWanted() {
    if (demand.isNone()) {
      pause.begin();
    }
  }

  /** Gives the call up if the subscriber has been asking for nothing for too long. */
  private void restIfPaused() {
    synchronized (lock) {
      if (over || !pause.isTooLong(demand.isNone())) {
        return;
      }
      StreamCall<Q, M> present = call;
      boolean undisturbed = failure == null && outage == null && !resting;
      if (present != null && undisturbed && progress.mayRest()) {
        resting = true;
        present.cancel("its reader asks for nothing", null);
      }
    }
  }

  private void endRest() {
    if (resting) {
      resting = false;
      streams.retries().forget(whenClosed);
    }
  }

  /** Ends the call; the subscriber learns why from the call's end. */
  private void fail(RuntimeException unreadable) {
    failure = streams.failures().unreadable(unreadable);
    cancelCall(unreadable);
  }

  private boolean cancelCall(RuntimeException why) {
    StreamCall<Q, M> present = call;
    if (present != null) {
      present.cancel("the subscription failed", why);
    }
    return present != null;
  }

  private void tellCall() {
    StreamCall<Q, M> present = call;
    if (present != null) {
      present.tell(demand);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    StatusRuntimeException failed = status.isOk() ? null : status.asRuntimeException(trailers);
    if (failed != null && rests(failed)) {
      if (streams.retries().isClosed()) {
        clientClosed();
      }
      return;
    }
    Optional<RuntimeException> error;
    synchronized (lock) {
      if (over) {
        return;
      }
      call = null;
      if (failed != null && mayGoOn(failed)) {
        error = Optional.empty();
      } else {
        error = error(failed);
        failed = null;
        finish();
      }
    }
    if (failed != null) {
      goOn(streams.failures().toRefusal(failed, null));
    } else {
      error.ifPresentOrElse(subscriber::onError, subscriber::onComplete);
    }
  }

  /**
   * Whether nothing but the rest has ended the call: then there is none until the subscriber asks
   * for more, if it has not yet. A connection that was lost meanwhile is not missed.
   */
  private boolean rests(StatusRuntimeException failed) {
    synchronized (lock) {
      boolean ownEnd = failed.getStatus().getCode() == Status.Code.CANCELLED;
      if (over || !resting || !(ownEnd || streams.mayGoOn(failed)) || failure != null) {
        return false;
      }
      call = null;
      restedAt = Instant.now();
      if (demand.isNone()) {
        streams.retries().whenClosed(whenClosed);
      } else {
        endRest();
        connect();
      }
      return true;
    }
  }

  private boolean mayGoOn(StatusRuntimeException failed) {
    boolean another = !progress.hasBegun() || progress.mayGoOn();
    return failure == null && !progress.isDone() && another && streams.mayGoOn(failed);
  }

  /** What the call's end is to the subscriber; empty if it is the output's. */
  private Optional<RuntimeException> error(@Nullable StatusRuntimeException failed) {
    if (failure != null) {
      return Optional.of(failure);
    }
    if (progress.isDone() || (failed == null && progress.hasBegun())) {
      return Optional.empty();
    }
    if (failed == null) {
      return Optional.of(
          streams.failures().unreadable(new IllegalArgumentException("it has no message")));
    }
    JobsException refusal = streams.failures().toRefusal(failed, null);
    Instant away = outage == null ? restedAt : outage.since();
    return Optional.of(away == null ? refusal : progress.answered(refusal, away));
  }

  /** Waits, and calls again. Until then nobody signals: there is no call, and no timer yet. */
  private void goOn(JobsException cause) {
    boolean first;
    boolean told;
    Outage lasting;
    Duration delay;
    synchronized (lock) {
      if (over) {
        return;
      }
      first = outage == null;
      told = first && progress.hasBegun();
      lasting = outage(cause);
      outage = lasting;
      delay = lasting.nextDelay();
    }
    if (told) {
      streams.tellLost(progress, cause, delay);
    }
    Retries retries = streams.retries();
    synchronized (lock) {
      if (over) {
        return;
      }
      retries.whenClosed(whenClosed);
      lasting.nextTry(retries.after(delay, () -> tryAgain(lasting, delay)));
      if (first) {
        lasting.end(retries.after(lasting.untilGivenUp(), () -> giveUp(lasting)));
      }
    }
    if (retries.isClosed()) {
      clientClosed();
    }
  }

  /** The present one, or the last one if it was hardly interrupted, or a new one. */
  private Outage outage(JobsException cause) {
    Outage known = outage == null ? recent : outage;
    recent = null;
    if (known == null || (outage == null && known.isLongOver())) {
      return new Outage(streams.reconnect(), cause);
    }
    known.failedAgain(cause);
    return known;
  }

  private void tryAgain(Outage lasting, Duration waited) {
    synchronized (lock) {
      if (!over && outage == lasting && call == null) {
        streams.dropChannelsBackoff(waited);
        connect();
      }
    }
  }

  private void giveUp(Outage lasting) {
    synchronized (lock) {
      if (over || outage != lasting) {
        return;
      }
      StreamCall<Q, M> present = call;
      finish();
      if (present != null) {
        present.cancel("no connection was to be had", null);
      }
    }
    subscriber.onError(lasting.givenUp(streams.failures(), progress.standing()));
  }

  private void clientClosed() {
    synchronized (lock) {
      boolean waiting = outage != null || (resting && call == null);
      if (over || !waiting) {
        return;
      }
      finish();
    }
    subscriber.onError(streams.failures().clientClosed());
  }
}
