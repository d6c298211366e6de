package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import io.processmanager.adapters.grpc.tls.ClientIdentity;

/**
 * Finds out who is at the other end of a connection, when the handshake is over and before its
 * first call, and logs whom it refuses. It runs for resumed sessions too, which a trust manager
 * does not.
 */
final class IdentityFilter extends ServerTransportFilter {

  static final Attributes.Key<ClientIdentity> IDENTITY =
      Attributes.Key.create("process-manager-client-identity");

  private static final System.Logger LOG = System.getLogger(IdentityFilter.class.getName());

  private final PeerIdentity peers;

  IdentityFilter(PeerIdentity peers) {
    this.peers = peers;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    ClientIdentity identity = peers.identify(transport);
    if (identity instanceof ClientIdentity.Refused refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "client-refused " + peers.describe(transport) + " reason=" + refused.reason());
    }
    return transport.toBuilder().set(IDENTITY, identity).build();
  }
}
