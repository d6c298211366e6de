package io.processmanager.adapters.grpc.client;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.grpc.wire.SocketLoops;
import io.processmanager.adapters.grpc.wire.SocketPath;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Unix socket of a worker on this machine. Each side asks the kernel who is at the other end,
 * so that there is no TLS.
 *
 * @param path the socket's path; a relative one counts from the working directory
 */
record UnixAddress(Path path) implements WorkerAddress {

  static final String SCHEME = "unix:";

  private static final String WITH_AUTHORITY = SCHEME + "//";

  UnixAddress {
    Objects.requireNonNull(path, "path");
  }

  /**
   * Reads {@code unix:path} or {@code unix:///path}.
   *
   * @throws IllegalArgumentException {@code text} is anything else, or its path is too long
   */
  static UnixAddress parse(String text) {
    String path =
        text.substring((text.startsWith(WITH_AUTHORITY) ? WITH_AUTHORITY : SCHEME).length());
    if (text.startsWith(WITH_AUTHORITY) && !path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' names a host; give unix:/path or unix:///path");
    }
    return new UnixAddress(SocketPath.parse(path));
  }

  @Override
  public Route route(@Nullable ClientTls tls, TlsProfile profile) {
    if (tls != null) {
      throw new IllegalStateException(
          "tls was given with a Unix socket; a worker knows who connects there by their user");
    }
    EventLoopGroup loop = SocketLoops.open(1, "process-manager-client");
    return new Route(
        NettyChannelBuilder.forAddress(
                UnixDomainSocketAddress.of(path), ListenerCheck.credentials(path))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            // gRPC sets it on every channel, and Netty logs a warning where it is not known.
            .withOption(ChannelOption.SO_KEEPALIVE, null),
        loop);
  }

  @Override
  public Optional<String> failure(List<Throwable> causes) {
    for (Throwable cause : causes) {
      if (cause instanceof ListenerCheck.NotBelievedException objection) {
        return Optional.ofNullable(objection.getMessage());
      }
    }
    if (Causes.has(causes, ConnectException.class)) {
      return Optional.of("nobody listens on the socket; check that the worker runs");
    }
    // What EACCES comes as from the JDK.
    if (Causes.has(causes, BindException.class)) {
      return Optional.of(
          "permission denied; you need to be the worker's user, or in the group of the socket");
    }
    if (Causes.has(causes, SocketException.class) && Files.notExists(path)) {
      return Optional.of("there is no such socket; check the path, and that the worker runs");
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return SCHEME + path;
  }
}
