package io.processmanager.adapters.grpc.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Describes a certificate for a {@link TestPki} to issue: a client's, valid today, on P-256. */
public final class TestCertificate {

  final String subject;
  final List<GeneralName> names = new ArrayList<>();
  List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_clientAuth);
  int keyUsage = KeyUsage.digitalSignature;
  Instant notBefore = Instant.now().minus(Duration.ofDays(1));
  Instant notAfter = Instant.now().plus(Duration.ofDays(1));
  KeyPair keys = ecKeys();

  private TestCertificate(String subject) {
    this.subject = subject;
  }

  /** A certificate for this distinguished name; empty for none. */
  public static TestCertificate named(String subject) {
    return new TestCertificate(subject);
  }

  /** With a URI among its alternative names. */
  public TestCertificate uri(String uri) {
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    return this;
  }

  /** With a host name among its alternative names. */
  public TestCertificate dns(String host) {
    names.add(new GeneralName(GeneralName.dNSName, host));
    return this;
  }

  /** With an IP address among its alternative names. */
  public TestCertificate ip(String address) {
    names.add(new GeneralName(GeneralName.iPAddress, address));
    return this;
  }

  /** For a server. */
  public TestCertificate forServers() {
    return purposes(KeyPurposeId.id_kp_serverAuth);
  }

  /** With these extended key usages; without the extension if there are none. */
  public TestCertificate purposes(KeyPurposeId... wanted) {
    purposes = List.of(wanted);
    return this;
  }

  /** With this key usage; see {@link KeyUsage}. */
  public TestCertificate keyUsage(int usage) {
    keyUsage = usage;
    return this;
  }

  /** Valid for this time only. */
  public TestCertificate valid(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  /** For these keys instead of fresh ones. */
  public TestCertificate keys(KeyPair pair) {
    keys = pair;
    return this;
  }

  /** A fresh key pair on P-256. */
  public static KeyPair ecKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A fresh RSA key pair. */
  public static KeyPair rsaKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
