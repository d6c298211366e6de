package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.processmanager.adapters.grpc.tls.ClientIdentity;

/**
 * Tells who is at the other end of a connection.
 *
 * <p><b>Threading.</b> Any thread; the connection's own for {@link #identify}.
 */
interface PeerIdentity {

  /** Who it is, once the connection has been made and before its first call. */
  ClientIdentity identify(Attributes transport);

  /** What has become of that since. */
  default ClientIdentity recheck(ClientIdentity identity) {
    return identity;
  }

  /** What the log tells of one who is refused: where from, and as whom. */
  String describe(Attributes transport);
}
