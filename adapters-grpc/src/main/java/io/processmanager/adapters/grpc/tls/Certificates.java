package io.processmanager.adapters.grpc.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates from PEM files. */
final class Certificates {

  private static final String LABEL = "CERTIFICATE";

  private Certificates() {}

  /**
   * The certificates in the file at {@code path}, at least one.
   *
   * @param what the file's role in a message, such as {@code CA certificate}
   */
  static List<X509Certificate> read(String what, Path path) {
    PemFile file = PemFile.read(what, path);
    List<PemFile.Block> blocks = file.labelled(LABEL);
    if (blocks.isEmpty()) {
      throw new TlsMaterialException(
          "the "
              + what
              + " file "
              + path
              + " has no "
              + LABEL
              + " block but "
              + file.labels()
              + "; give the PEM certificate");
    }
    List<X509Certificate> certificates = new ArrayList<>(blocks.size());
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (PemFile.Block block : blocks) {
        certificates.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(block.decode())));
      }
    } catch (CertificateException | IllegalArgumentException broken) {
      throw new TlsMaterialException(
          "the "
              + what
              + " file "
              + path
              + " holds a broken certificate; check it with: openssl x509 -noout -text -in "
              + path,
          broken);
    }
    return List.copyOf(certificates);
  }
}
