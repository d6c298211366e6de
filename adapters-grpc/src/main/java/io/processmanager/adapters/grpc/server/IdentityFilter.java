package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.processmanager.adapters.grpc.tls.ClientIdentity;
import io.processmanager.adapters.grpc.tls.ClientVerifier;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Finds out who is at the other end of a connection, when the handshake is over and before its
 * first call, and logs whom it refuses. It runs for resumed sessions too, which a trust manager
 * does not.
 *
 * <p>The only reader of the TLS session.
 */
final class IdentityFilter extends ServerTransportFilter {

  static final Attributes.Key<ClientIdentity> IDENTITY =
      Attributes.Key.create("process-manager-client-identity");

  private static final System.Logger LOG = System.getLogger(IdentityFilter.class.getName());

  private final ClientVerifier verifier;

  IdentityFilter(ClientVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Attributes transportReady(Attributes transport) {
    List<X509Certificate> shown = shown(transport);
    ClientIdentity identity = verifier.identify(shown);
    if (identity instanceof ClientIdentity.Refused refused) {
      LOG.log(System.Logger.Level.WARNING, () -> line(transport, shown, refused));
    }
    return transport.toBuilder().set(IDENTITY, identity).build();
  }

  private static String line(
      Attributes transport, List<X509Certificate> shown, ClientIdentity.Refused refused) {
    return "client-refused from="
        + transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
        + (shown.isEmpty() ? "" : " subject=\"" + shown.get(0).getSubjectX500Principal() + '"')
        + " reason="
        + refused.reason();
  }

  private static List<X509Certificate> shown(Attributes transport) {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return List.of();
    }
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate certificate : session.getPeerCertificates()) {
        certificates.add((X509Certificate) certificate);
      }
      return certificates;
    } catch (SSLPeerUnverifiedException noCertificateShown) {
      return List.of();
    }
  }
}
