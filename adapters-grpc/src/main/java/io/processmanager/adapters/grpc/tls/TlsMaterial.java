package io.processmanager.adapters.grpc.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What one side of a connection proves itself with, and whom it believes.
 *
 * <p><b>Shape.</b> Immutable; read once. A file that is replaced later changes nothing here.
 *
 * @param caCertificates the authorities whose certificates the other side may show; not empty
 * @param certificateChain this side's certificate, and behind it those that lead to its authority
 * @param privateKey the key of the first certificate
 */
public record TlsMaterial(
    List<X509Certificate> caCertificates,
    List<X509Certificate> certificateChain,
    PrivateKey privateKey)
    implements ClientTls {

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException a list is empty
   */
  public TlsMaterial {
    caCertificates = List.copyOf(caCertificates);
    certificateChain = List.copyOf(certificateChain);
    Objects.requireNonNull(privateKey, "privateKey");
    if (caCertificates.isEmpty() || certificateChain.isEmpty()) {
      throw new IllegalArgumentException("caCertificates and certificateChain need a certificate");
    }
  }

  /**
   * Reads PEM files. The key may be PKCS#8 (RSA, EC, Ed25519) or in openssl's traditional form
   * (RSA, EC), and must not be encrypted.
   *
   * @param caCertificates the file with one or more CA certificates
   * @param certificateChain the file with this side's certificate first
   * @param privateKey the file with the certificate's key
   * @return certificates and key
   * @throws TlsMaterialException a file is missing or does not hold what it should
   */
  public static TlsMaterial read(Path caCertificates, Path certificateChain, Path privateKey) {
    List<X509Certificate> authorities = TlsTrust.read(caCertificates).caCertificates();
    List<X509Certificate> chain = Certificates.read("certificate", certificateChain);
    PrivateKey key = PrivateKeys.read(privateKey);
    if (!KeyPairs.match(key, chain.get(0).getPublicKey())) {
      throw new TlsMaterialException(
          "the private key in "
              + privateKey
              + " does not belong to the certificate in "
              + certificateChain
              + "; give the key that the certificate was made for");
    }
    return new TlsMaterial(authorities, chain, key);
  }

  /** The subject alone: a key is never printed. */
  @Override
  public String toString() {
    return "TlsMaterial[" + certificateChain.get(0).getSubjectX500Principal() + "]";
  }
}
