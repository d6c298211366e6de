package io.processmanager.adapters.grpc.client;

import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a worker listens, and what it takes to get there. */
sealed interface WorkerAddress permits TcpAddress, UnixAddress {

  /**
   * Reads {@code host:port}, or {@code unix:path} or {@code unix:///path} as gRPC's naming has
   * them.
   *
   * @throws IllegalArgumentException {@code text} is anything else
   */
  static WorkerAddress parse(String text) {
    return text.startsWith(UnixAddress.SCHEME) ? UnixAddress.parse(text) : TcpAddress.parse(text);
  }

  /**
   * The way there; no connection is made yet.
   *
   * @param tls what the client comes with, if it comes with anything
   * @throws IllegalStateException it needs something there, or has something that is of no use
   */
  Route route(@Nullable ClientTls tls, TlsProfile profile);

  /**
   * Why there is no connection, in plain words, as far as that has to do with this kind of address.
   */
  Optional<String> failure(List<Throwable> causes);
}
