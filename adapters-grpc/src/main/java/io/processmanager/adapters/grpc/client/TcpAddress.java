package io.processmanager.adapters.grpc.client;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.grpc.wire.SocketLoops;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker listens with TLS.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port from 1 to 65535
 */
record TcpAddress(String host, int port) implements WorkerAddress {

  private static final int LARGEST_PORT = 65535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([^\\s:/\\[\\]@]+)):(\\d{1,5})");

  TcpAddress {
    Objects.requireNonNull(host, "host");
    if (port < 1 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and " + LARGEST_PORT);
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException {@code text} is anything else
   */
  static TcpAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not an address; give host:port, such as localhost:8080 or [::1]:8080, or"
              + " unix:/path");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new TcpAddress(host, Integer.parseInt(matcher.group(3)));
  }

  @Override
  public Route route(@Nullable ClientTls tls, TlsProfile profile) {
    if (tls == null) {
      throw new IllegalStateException("tls was not given");
    }
    NettyChannelBuilder channel =
        NettyChannelBuilder.forAddress(host, port).sslContext(TlsContexts.forClient(tls, profile));
    EventLoopGroup loop = SocketLoops.openForTcp(1, "process-manager-client");
    return new Route(channel.channelType(NioSocketChannel.class).eventLoopGroup(loop), loop);
  }

  @Override
  public Optional<String> failure(List<Throwable> causes) {
    if (Causes.has(causes, UnknownHostException.class)
        || Causes.has(causes, UnresolvedAddressException.class)) {
      return Optional.of("unknown host; check the address");
    }
    if (Causes.has(causes, NoRouteToHostException.class)) {
      return Optional.of("no route to the host; check the address");
    }
    if (Causes.has(causes, ConnectException.class)) {
      return Optional.of(
          Causes.say(causes, "timed out")
              ? "no answer to the connection attempt; check the address and the firewall"
              : "connection refused; check the address, and that the worker runs");
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
