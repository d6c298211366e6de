package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.processmanager.adapters.grpc.wire.SocketLoops;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a worker, as a channel for calls that last as long as a job. A worker bounds
 * the calls of a connection, and those beyond wait for others to end: a client that follows
 * thousands of jobs has more connections, and the first one always has room for calls that are
 * answered at once.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Channels extends Channel implements AutoCloseable {

  /** Of the thousand that a worker allows. */
  private static final int LONG_CALLS_PER_CONNECTION = 900;

  private static final long CLOSE_SECONDS = 2;

  private static final ClientInterceptor LOOSE_CALLS =
      new ClientInterceptor() {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
          return new LooseCall<>(next.newCall(method, options));
        }
      };

  private final Supplier<ManagedChannel> making;
  private final EventLoopGroup loop;
  private final Retries timers;
  private final Duration idleTime;
  private final Connection first;

  // Guarded by this.
  private final List<Connection> further = new ArrayList<>();
  private boolean closed;

  /**
   * @param making makes a channel that has one connection
   * @param loop the thread of the connections, which is theirs alone
   * @param timers where connections that nothing uses wait for their end
   * @param idleTime how long they do: calls that come and go around the bound of a connection would
   *     otherwise have a handshake each
   */
  Channels(
      Supplier<ManagedChannel> making, EventLoopGroup loop, Retries timers, Duration idleTime) {
    this.making = making;
    this.loop = loop;
    this.timers = timers;
    this.idleTime = idleTime;
    this.first = new Connection(making.get());
  }

  /** For calls that are answered at once. */
  Channel forShortCalls() {
    return first.calls;
  }

  @Override
  public String authority() {
    return first.channel.authority();
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    Connection connection = withRoom();
    return new SimpleForwardingClientCall<>(connection.calls.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                callIsOver(connection);
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  /** Counts a call that is started at once: it is over when it is closed. */
  private synchronized Connection withRoom() {
    Connection chosen = first;
    for (int i = 0; chosen.longCalls >= LONG_CALLS_PER_CONNECTION && i < further.size(); i++) {
      chosen = further.get(i);
    }
    if (chosen.longCalls >= LONG_CALLS_PER_CONNECTION && !closed) {
      chosen = new Connection(making.get());
      further.add(chosen);
    }
    chosen.longCalls++;
    chosen.end.cancel(false);
    return chosen;
  }

  private synchronized void callIsOver(Connection connection) {
    connection.longCalls--;
    if (connection.longCalls == 0 && further.contains(connection)) {
      connection.end = timers.after(idleTime, () -> letGo(connection));
    }
  }

  private synchronized void letGo(Connection connection) {
    if (connection.longCalls == 0 && further.remove(connection)) {
      connection.channel.shutdown();
    }
  }

  /** How many calls that take their time are open. */
  synchronized int longCalls() {
    return first.longCalls + further.stream().mapToInt(connection -> connection.longCalls).sum();
  }

  /** How many connections there may be. */
  synchronized int size() {
    return 1 + further.size();
  }

  /** Has the next calls try to connect at once. */
  void resetConnectBackoff() {
    all().forEach(ManagedChannel::resetConnectBackoff);
  }

  private synchronized List<ManagedChannel> all() {
    List<ManagedChannel> all = new ArrayList<>();
    all.add(first.channel);
    further.forEach(connection -> all.add(connection.channel));
    return all;
  }

  /** Ends all calls, and waits a little until the connections are closed and their thread is. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    all().forEach(ManagedChannel::shutdownNow);
    if (areClosedSoon()) {
      SocketLoops.end(loop);
    } else {
      SocketLoops.close(loop);
    }
  }

  private boolean areClosedSoon() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    boolean closedSoon = true;
    try {
      for (ManagedChannel channel : all()) {
        closedSoon &= channel.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return closedSoon;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A call whose connection may be closed, and its thread ended, while something is asked of it: it
   * is over by then, and its listener is told so once.
   */
  private static final class LooseCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

    LooseCall(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      OnceClosed<A> told = new OnceClosed<>(listener);
      try {
        super.start(told, headers);
      } catch (RejectedExecutionException noThreadAnyMore) {
        told.onClose(
            Status.UNAVAILABLE.withDescription("the client was closed").withCause(noThreadAnyMore),
            new Metadata());
      }
    }

    @Override
    public void request(int count) {
      unlessOver(() -> super.request(count));
    }

    @Override
    public void sendMessage(Q message) {
      unlessOver(() -> super.sendMessage(message));
    }

    @Override
    public void halfClose() {
      unlessOver(super::halfClose);
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      unlessOver(() -> super.cancel(message, cause));
    }

    private static void unlessOver(Runnable asking) {
      try {
        asking.run();
      } catch (RejectedExecutionException noThreadAnyMore) {
        // Its listener is told by the end of its connection.
      }
    }
  }

  private static final class OnceClosed<A> extends SimpleForwardingClientCallListener<A> {

    private final AtomicBoolean closed = new AtomicBoolean();

    OnceClosed(ClientCall.Listener<A> listener) {
      super(listener);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (closed.compareAndSet(false, true)) {
        super.onClose(isOfLostConnection(status) ? lost(status) : status, trailers);
      }
    }

    /**
     * A call that meets the moment in which its connection closes is ended as UNKNOWN by
     * grpc-netty, and as UNAVAILABLE a moment before and after that. It may have been served, as
     * with any lost connection. What a server says has no cause here.
     */
    private static boolean isOfLostConnection(Status status) {
      return status.getCode() == Status.Code.UNKNOWN
          && Causes.has(Causes.of(status), ClosedChannelException.class);
    }

    private static Status lost(Status status) {
      return Status.UNAVAILABLE
          .withDescription(status.getDescription())
          .withCause(status.getCause());
    }
  }

  private static final class Connection {

    private final ManagedChannel channel;
    private final Channel calls;

    // Guarded by the channels.
    private int longCalls;

    private Future<?> end = CompletableFuture.completedFuture(null);

    Connection(ManagedChannel channel) {
      this.channel = channel;
      this.calls = ClientInterceptors.intercept(channel, LOOSE_CALLS);
    }
  }
}
