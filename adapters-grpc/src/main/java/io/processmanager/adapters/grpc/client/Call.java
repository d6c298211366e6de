package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call whose answer takes its time. One whose connection is lost is sent again, as a stream is:
 * it must be one that does no more when it comes twice. It goes on whatever becomes of the future
 * that its answer completes, until it is told to {@linkplain #end end}.
 */
final class Call<Q, A, T> {

  private final Calls calls;
  private final MethodDescriptor<Q, A> method;
  private final Q request;
  private final Function<A, T> decode;
  private final @Nullable Duration allowed;
  private final long begun = System.nanoTime();
  private final Runnable whenClosed = this::clientClosed;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final CompletableFuture<Void> told = new CompletableFuture<>();
  private volatile @Nullable Thread teller;

  private final Object lock = new Object();
  private Attempt attempt;
  private @Nullable ClientCall<Q, A> call;
  private @Nullable Outage outage;
  private Future<?> nextTry = CompletableFuture.completedFuture(null);

  /**
   * @param allowed how long all tries together are given; null for as long as it takes
   */
  Call(
      Calls calls,
      MethodDescriptor<Q, A> method,
      Q request,
      Function<A, T> decode,
      @Nullable Duration allowed) {
    this.calls = calls;
    this.method = method;
    this.request = request;
    this.decode = decode;
    this.allowed = allowed;
    this.attempt = calls.streams().attempt();
  }

  /** Sends the request; the future is the caller's, who may do with it as it likes. */
  CompletableFuture<T> send() {
    synchronized (lock) {
      if (!over.isDone()) {
        attempt = calls.streams().attempt();
        ClientCall<Q, A> next = calls.streams().channels().newCall(method, options(attempt));
        call = next;
        next.start(new Listener(), new Metadata());
        next.request(2);
        next.sendMessage(request);
        next.halfClose();
      }
    }
    return answer;
  }

  /**
   * Completes when no more tries are made, none is under way, and what depends on the answer has
   * been run: what that has ordered in its turn counts by then.
   */
  CompletableFuture<Void> told() {
    return told;
  }

  /** Whether this thread runs what depends on the answer, and would wait for itself. */
  boolean isToldBy(Thread thread) {
    return thread == teller;
  }

  private CallOptions options(Attempt thisOne) {
    CallOptions options = CallOptions.DEFAULT.withStreamTracerFactory(thisOne);
    return allowed == null
        ? options
        : options.withDeadlineAfter(
            TimeUnit.NANOSECONDS.convert(left(allowed)), TimeUnit.NANOSECONDS);
  }

  private Duration left(Duration whole) {
    Duration left = whole.minusNanos(System.nanoTime() - begun);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Ends the call, wherever it stands. Does nothing when it is over. */
  void end() {
    if (!over.complete(null)) {
      return;
    }
    synchronized (lock) {
      nextTry.cancel(false);
      calls.streams().retries().forget(whenClosed);
      ClientCall<Q, A> present = call;
      if (present != null) {
        present.cancel("the caller gave up", null);
      }
    }
  }

  private void succeeded(T value) {
    tell(() -> answer.complete(value));
  }

  private void failedForGood(JobsException refusal) {
    tell(() -> answer.completeExceptionally(refusal));
  }

  private void tell(Runnable news) {
    over.complete(null);
    teller = Thread.currentThread();
    news.run();
    told.complete(null);
  }

  private void failed(StatusRuntimeException failure) {
    JobsException refusal = calls.refusal(failure, allowed);
    Duration delay;
    synchronized (lock) {
      call = null;
      if (over.isDone()) {
        return;
      }
      delay = calls.streams().mayGoOn(failure) ? delay(refusal) : Duration.ZERO;
      if (!delay.isZero()) {
        Duration waited = delay;
        calls.streams().retries().whenClosed(whenClosed);
        nextTry = calls.streams().retries().after(delay, () -> sendAgain(waited));
      }
    }
    if (delay.isZero()) {
      failedForGood(refusal);
    } else if (calls.streams().retries().isClosed()) {
      clientClosed();
    }
  }

  /** How long to wait before the next try; zero if there is to be none. */
  private Duration delay(JobsException refusal) {
    Outage present = outage;
    if (present == null || attempt.hasLasted(calls.streams().reconnect().largestDelay())) {
      present = new Outage(calls.streams().reconnect(), refusal);
      outage = present;
    }
    Duration delay = present.nextDelay().plusNanos(1);
    boolean inTime =
        delay.compareTo(present.untilGivenUp()) < 0
            && (allowed == null || delay.compareTo(left(allowed)) < 0);
    return inTime ? delay : Duration.ZERO;
  }

  private void sendAgain(Duration waited) {
    calls.streams().retries().forget(whenClosed);
    calls.streams().dropChannelsBackoff(waited);
    var unused = send();
  }

  private void clientClosed() {
    failedForGood(calls.streams().failures().clientClosed());
  }

  private final class Listener extends ClientCall.Listener<A> {

    private @Nullable A message;

    @Override
    public void onMessage(A received) {
      message = received;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      A received = message;
      if (!status.isOk()) {
        failed(status.asRuntimeException(trailers));
      } else if (received == null) {
        failedForGood(calls.unreadable(new IllegalArgumentException("it has no message")));
      } else {
        decoded(received);
      }
    }

    private void decoded(A received) {
      T value;
      try {
        value = calls.decoded(received, decode);
      } catch (JobsException unreadable) {
        failedForGood(unreadable);
        return;
      }
      succeeded(value);
    }
  }
}
