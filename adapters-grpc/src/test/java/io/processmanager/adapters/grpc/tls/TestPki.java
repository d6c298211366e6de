package io.processmanager.adapters.grpc.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for tests, which writes what it issues to PEM files in a directory: the
 * authority's certificate as {@code ca.crt}.
 */
public final class TestPki {

  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());

  private final Path directory;
  private final KeyPair keys;
  private final X509Certificate certificate;

  private TestPki(Path directory, KeyPair keys, X509Certificate certificate) {
    this.directory = directory;
    this.keys = keys;
    this.certificate = certificate;
  }

  /** A new authority that writes to {@code directory}, which is made if it is missing. */
  public static TestPki create(Path directory) {
    try {
      Files.createDirectories(directory);
      KeyPair keys = TestCertificate.ecKeys();
      X500Name name = new X500Name("CN=Test CA " + SERIALS.incrementAndGet());
      Instant now = Instant.now();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.valueOf(SERIALS.incrementAndGet()),
                  Date.from(now.minus(Duration.ofDays(2000))),
                  Date.from(now.plus(Duration.ofDays(2000))),
                  name,
                  keys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      X509Certificate certificate = sign(builder, keys.getPrivate());
      writePem(directory.resolve("ca.crt"), "CERTIFICATE", certificate.getEncoded());
      return new TestPki(directory, keys, certificate);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The file with the authority's certificate. */
  public Path ca() {
    return directory.resolve("ca.crt");
  }

  /** A server's certificate for {@code localhost} and the loopback addresses. */
  public Issued server() {
    return issue(
        TestCertificate.named("CN=worker").forServers().dns("localhost").ip("127.0.0.1").ip("::1"));
  }

  /** A client's certificate with the subject {@code CN=name}. */
  public Issued client(String name) {
    return issue(TestCertificate.named("CN=" + name));
  }

  /** The certificate that {@code wanted} describes, signed by this authority. */
  public Issued issue(TestCertificate wanted) {
    return issue(wanted, new X500Name(certificate.getSubjectX500Principal().getName()), keys);
  }

  /** The certificate that {@code wanted} describes, signed by its own key. */
  public Issued selfSigned(TestCertificate wanted) {
    return issue(wanted, new X500Name(wanted.subject), wanted.keys);
  }

  private Issued issue(TestCertificate wanted, X500Name issuer, KeyPair signer) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
                  issuer,
                  BigInteger.valueOf(SERIALS.incrementAndGet()),
                  Date.from(wanted.notBefore),
                  Date.from(wanted.notAfter),
                  new X500Name(wanted.subject),
                  wanted.keys.getPublic())
              .addExtension(Extension.keyUsage, true, new KeyUsage(wanted.keyUsage));
      if (!wanted.purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(wanted.purposes.toArray(KeyPurposeId[]::new)));
      }
      if (!wanted.names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            wanted.subject.isEmpty(),
            new GeneralNames(wanted.names.toArray(GeneralName[]::new)));
      }
      X509Certificate issued = sign(builder, signer.getPrivate());
      String file = "issued-" + issued.getSerialNumber();
      return new Issued(
          ca(),
          writePem(directory.resolve(file + ".crt"), "CERTIFICATE", issued.getEncoded()),
          writePem(
              directory.resolve(file + ".key"),
              "PRIVATE KEY",
              wanted.keys.getPrivate().getEncoded()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    } catch (OperatorCreationException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static Path writePem(Path file, String label, byte[] content) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
  }

  /**
   * Files that a client or a server takes.
   *
   * @param ca the authority's certificate
   * @param certificate the certificate that was issued
   * @param key its key
   */
  public record Issued(Path ca, Path certificate, Path key) {

    /** What these files hold. */
    public TlsMaterial material() {
      return TlsMaterial.read(ca, certificate, key);
    }

    /** These files, with other authorities to believe. */
    public Issued believing(TestPki other) {
      return new Issued(other.ca(), certificate, key);
    }
  }
}
