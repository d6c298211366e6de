package io.processmanager.adapters.grpc.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whom a client believes that has no certificate of its own. It gets a connection, and the worker's
 * word for each call: {@code UNAUTHENTICATED}.
 *
 * <p><b>Shape.</b> Immutable; read once. A file that is replaced later changes nothing here.
 *
 * @param caCertificates the authorities whose workers are believed; not empty
 */
public record TlsTrust(List<X509Certificate> caCertificates) implements ClientTls {

  /**
   * Checks and copies the certificates.
   *
   * @throws IllegalArgumentException there is none
   */
  public TlsTrust {
    caCertificates = List.copyOf(caCertificates);
    if (caCertificates.isEmpty()) {
      throw new IllegalArgumentException("caCertificates needs a certificate");
    }
  }

  /**
   * Reads a PEM file.
   *
   * @param caCertificates the file with one or more CA certificates
   * @return the authorities
   * @throws TlsMaterialException the file is missing or does not hold what it should
   */
  public static TlsTrust read(Path caCertificates) {
    return new TlsTrust(Certificates.read("CA certificate", caCertificates));
  }
}
