package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.processmanager.adapters.grpc.tls.ClientIdentity;
import io.processmanager.adapters.grpc.tls.ClientVerifier;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Knows clients by their certificates. The only reader of the TLS session. */
final class CertificatePeers implements PeerIdentity {

  private final ClientVerifier verifier;

  CertificatePeers(ClientVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public ClientIdentity identify(Attributes transport) {
    return verifier.identify(shown(transport));
  }

  @Override
  public ClientIdentity recheck(ClientIdentity identity) {
    return verifier.recheck(identity);
  }

  @Override
  public String describe(Attributes transport) {
    List<X509Certificate> shown = shown(transport);
    return "from="
        + transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
        + (shown.isEmpty() ? "" : " subject=\"" + shown.get(0).getSubjectX500Principal() + '"');
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
