package io.processmanager.adapters.grpc.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer of a call that takes its time. Cancelling it cancels the call. */
final class Call<Q, A, T> extends CompletableFuture<T> {

  private final ClientCall<Q, A> call;
  private final Function<A, T> decode;
  private final CallFailures failures;
  private final @Nullable Duration allowed;

  private Call(
      ClientCall<Q, A> call,
      Function<A, T> decode,
      CallFailures failures,
      @Nullable Duration allowed) {
    this.call = call;
    this.decode = decode;
    this.failures = failures;
    this.allowed = allowed;
  }

  /**
   * Sends {@code request} by {@code call}.
   *
   * @param allowed how long the call was given; null where it was given as long as it takes
   */
  static <Q, A, T> CompletableFuture<T> send(
      ClientCall<Q, A> call,
      Q request,
      Function<A, T> decode,
      CallFailures failures,
      @Nullable Duration allowed) {
    Call<Q, A, T> answer = new Call<>(call, decode, failures, allowed);
    call.start(answer.new Listener(), new Metadata());
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    return answer;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      call.cancel("the caller gave up", null);
    }
    return cancelled;
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
        completeExceptionally(failures.toRefusal(status.asRuntimeException(trailers), allowed));
      } else if (received == null) {
        completeExceptionally(
            failures.unreadable(new IllegalArgumentException("it has no message")));
      } else {
        decoded(received);
      }
    }

    private void decoded(A received) {
      T value;
      try {
        value = decode.apply(received);
      } catch (JobsException | IllegalArgumentException unreadable) {
        completeExceptionally(failures.unreadable(unreadable));
        return;
      }
      complete(value);
    }
  }
}
