package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.processmanager.adapters.grpc.wire.SocketLoops;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.StartJobRequest;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers are told of calls that their connection takes with it. */
class ChannelsTest {

  private static final Status CLOSED =
      Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callThatMeetsTheCloseOfItsConnectionIsOneThatLostIt(boolean isShort) {
    Status told = told(CLOSED, isShort);

    assertThat(told.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(told.getDescription()).isEqualTo("channel closed");
    assertThat(told.getCause()).isInstanceOf(ClosedChannelException.class);
  }

  static List<Status> otherEnds() {
    return List.of(
        Status.UNKNOWN.withDescription("channel closed"),
        Status.UNKNOWN.withCause(new IllegalStateException("a fault of the client")),
        Status.INTERNAL.withCause(new ClosedChannelException()),
        Status.CANCELLED.withCause(new ClosedChannelException()));
  }

  @ParameterizedTest
  @MethodSource("otherEnds")
  void anyOtherEndStaysAsItIs(Status end) {
    assertThat(told(end, true).getCode()).isEqualTo(end.getCode());
  }

  private static Status told(Status ended, boolean isShort) {
    try (Retries retries = new Retries();
        Channels channels =
            new Channels(
                () -> new Ending(ended),
                SocketLoops.open(1, "test"),
                retries,
                Duration.ofMinutes(1))) {
      Channel channel = isShort ? channels.forShortCalls() : channels;
      return assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      JobServiceGrpc.getStartJobMethod(),
                      CallOptions.DEFAULT,
                      StartJobRequest.getDefaultInstance()))
          .actual()
          .getStatus();
    }
  }

  /** Of which each call ends at once. */
  private static final class Ending extends ManagedChannel {

    private final Status how;

    Ending(Status how) {
      this.how = how;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          listener.onClose(how, new Metadata());
        }

        @Override
        public void request(int count) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "nowhere";
    }

    @Override
    public ManagedChannel shutdown() {
      return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
      return this;
    }

    @Override
    public boolean isShutdown() {
      return true;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
