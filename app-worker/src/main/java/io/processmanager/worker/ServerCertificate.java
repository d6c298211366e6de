package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.TlsMaterial;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Whether clients will take a certificate for a server's, as far as it can be told from here. */
final class ServerCertificate {

  /** The purposes of RFC 5280, section 4.2.1.12, of which a server's has one, if it has any. */
  private static final List<String> FOR_SERVERS = List.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

  private ServerCertificate() {}

  /**
   * Gives back what every client would not refuse anyhow.
   *
   * @throws IllegalArgumentException the certificate is not valid now, or not for servers
   */
  static TlsMaterial checked(TlsMaterial material, Instant now) {
    X509Certificate certificate = material.certificateChain().get(0);
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new IllegalArgumentException(
          "the certificate expired at " + until + ", and every client would refuse it; renew it");
    }
    if (now.isBefore(from)) {
      throw new IllegalArgumentException(
          "the certificate is not valid before " + from + "; check this machine's clock");
    }
    if (!isForServers(certificate)) {
      throw new IllegalArgumentException(
          "the certificate is not for servers (its extended key usage lacks serverAuth), and every"
              + " client would refuse it; give one that is");
    }
    return material;
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null || purposes.stream().anyMatch(FOR_SERVERS::contains);
    } catch (CertificateParsingException unreadable) {
      throw new IllegalArgumentException(
          "the certificate's extended key usage cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
  }
}
