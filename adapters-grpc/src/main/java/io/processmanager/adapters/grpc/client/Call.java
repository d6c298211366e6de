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
 * The answer of a call that takes its time. Cancelling it cancels the call. One whose connection is
 * lost is sent again, as a stream is: it must be one that does no more when it comes twice.
 */
final class Call<Q, A, T> extends CompletableFuture<T> {

  private final Calls calls;
  private final MethodDescriptor<Q, A> method;
  private final Q request;
  private final Function<A, T> decode;
  private final @Nullable Duration allowed;
  private final long begun = System.nanoTime();
  private final Runnable whenClosed = this::clientClosed;

  private final Object lock = new Object();
  private Attempt attempt = new Attempt();
  private @Nullable ClientCall<Q, A> call;
  private @Nullable Outage outage;
  private Future<?> nextTry = CompletableFuture.completedFuture(null);

  private Call(
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
  }

  /**
   * Sends {@code request}.
   *
   * @param allowed how long all tries together are given; null for as long as it takes
   */
  static <Q, A, T> CompletableFuture<T> send(
      Calls calls,
      MethodDescriptor<Q, A> method,
      Q request,
      Function<A, T> decode,
      @Nullable Duration allowed) {
    Call<Q, A, T> answer = new Call<>(calls, method, request, decode, allowed);
    answer.send();
    return answer;
  }

  private void send() {
    synchronized (lock) {
      if (isDone()) {
        return;
      }
      attempt = new Attempt();
      ClientCall<Q, A> next = calls.streams().channels().newCall(method, options(attempt));
      call = next;
      next.start(new Listener(), new Metadata());
      next.request(2);
      next.sendMessage(request);
      next.halfClose();
    }
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

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      synchronized (lock) {
        end();
      }
    }
    return cancelled;
  }

  private void end() {
    nextTry.cancel(false);
    calls.streams().retries().forget(whenClosed);
    ClientCall<Q, A> present = call;
    if (present != null) {
      present.cancel("the caller gave up", null);
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  private void failed(StatusRuntimeException failure) {
    JobsException refusal = calls.refusal(failure, allowed);
    Duration delay;
    synchronized (lock) {
      call = null;
      if (isDone()) {
        return;
      }
      delay = calls.mayTryAgain(failure) ? delay(refusal) : Duration.ZERO;
      if (!delay.isZero()) {
        Duration waited = delay;
        calls.streams().retries().whenClosed(whenClosed);
        nextTry = calls.streams().retries().after(delay, () -> sendAgain(waited));
      }
    }
    if (delay.isZero()) {
      completeExceptionally(refusal);
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
    send();
  }

  private void clientClosed() {
    completeExceptionally(calls.streams().failures().clientClosed());
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
        completeExceptionally(calls.unreadable(new IllegalArgumentException("it has no message")));
      } else {
        decoded(received);
      }
    }

    private void decoded(A received) {
      T value;
      try {
        value = calls.decoded(received, decode);
      } catch (JobsException unreadable) {
        completeExceptionally(unreadable);
        return;
      }
      complete(value);
    }
  }
}
