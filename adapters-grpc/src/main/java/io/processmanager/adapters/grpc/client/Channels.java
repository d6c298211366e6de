package io.processmanager.adapters.grpc.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

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

  private final Supplier<ManagedChannel> making;
  private final Retries timers;
  private final Duration idleTime;
  private final Connection first;

  // Guarded by this.
  private final List<Connection> further = new ArrayList<>();
  private boolean closed;

  /**
   * @param making makes a channel that has one connection
   * @param timers where connections that nothing uses wait for their end
   * @param idleTime how long they do: calls that come and go around the bound of a connection would
   *     otherwise have a handshake each
   */
  Channels(Supplier<ManagedChannel> making, Retries timers, Duration idleTime) {
    this.making = making;
    this.timers = timers;
    this.idleTime = idleTime;
    this.first = new Connection(making.get());
  }

  /** For calls that are answered at once. */
  Channel forShortCalls() {
    return first.channel;
  }

  @Override
  public String authority() {
    return first.channel.authority();
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    Connection connection = withRoom();
    return new SimpleForwardingClientCall<>(connection.channel.newCall(method, options)) {
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

  /** Ends all calls, and waits a little until the connections are closed. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<ManagedChannel> all = all();
    all.forEach(ManagedChannel::shutdownNow);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    try {
      for (ManagedChannel channel : all) {
        channel.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Connection {

    private final ManagedChannel channel;

    // Guarded by the channels.
    private int longCalls;

    private Future<?> end = CompletableFuture.completedFuture(null);

    Connection(ManagedChannel channel) {
      this.channel = channel;
    }
  }
}
