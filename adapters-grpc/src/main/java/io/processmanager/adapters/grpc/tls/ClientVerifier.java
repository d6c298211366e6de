package io.processmanager.adapters.grpc.tls;

import io.processmanager.adapters.grpc.tls.ClientIdentity.Reason;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides who stands behind the certificates that a client showed. That the client holds the key
 * has been proven by TLS; everything else is decided here, for each connection anew.
 *
 * <p>Checked, in this order: dates, purpose, the chain to our CA certificates and no other (PKIX,
 * RFC 5280, with the JDK's constraints on algorithms and key sizes), identity.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class ClientVerifier {

  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final int DIGITAL_SIGNATURE = 0;

  private final Set<TrustAnchor> anchors;
  private final AdminCertificates admins;
  private final Clock clock;

  /**
   * Makes a verifier that believes these authorities.
   *
   * @param caCertificates the authorities that are believed
   * @param admins who reaches all jobs
   * @param clock tells whether a certificate's time has come or is over
   */
  public ClientVerifier(
      List<X509Certificate> caCertificates, AdminCertificates admins, Clock clock) {
    this.anchors =
        caCertificates.stream()
            .map(certificate -> new TrustAnchor(certificate, null))
            .collect(Collectors.toUnmodifiableSet());
    this.admins = Objects.requireNonNull(admins, "admins");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * {@return who the client is}
   *
   * @param shown the certificates it showed, its own first; empty for none
   */
  public ClientIdentity identify(List<X509Certificate> shown) {
    if (shown.isEmpty()) {
      return new ClientIdentity.Refused(
          Reason.NO_CLIENT_CERTIFICATE,
          "no client certificate was shown; give one that the worker's CA has issued");
    }
    try {
      return verified(shown);
    } catch (CertificateRefusal refusal) {
      return refusal.refused();
    }
  }

  /**
   * {@return what has become of an identity since its connection was made}
   *
   * @param identity what {@link #identify} said when the connection was made
   */
  public ClientIdentity recheck(ClientIdentity identity) {
    if (identity instanceof ClientIdentity.Verified verified
        && clock.instant().isAfter(verified.notAfter())) {
      return new ClientIdentity.Refused(
          Reason.CLIENT_CERTIFICATE_EXPIRED, expired(verified.notAfter()));
    }
    return identity;
  }

  private ClientIdentity verified(List<X509Certificate> shown) throws CertificateRefusal {
    X509Certificate leaf = shown.get(0);
    Instant now = clock.instant();
    requireValid(leaf, now);
    requireForClients(leaf);
    Instant notAfter = requireTrusted(leaf, shown, now);
    Owner owner = CertificateIdentity.of(leaf);
    return new ClientIdentity.Verified(
        admins.include(leaf, owner) ? new Caller.Admin(owner) : new Caller.User(owner), notAfter);
  }

  private static void requireValid(X509Certificate leaf, Instant now) throws CertificateRefusal {
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw new CertificateRefusal(
          Reason.CLIENT_CERTIFICATE_EXPIRED, expired(leaf.getNotAfter().toInstant()));
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      throw new CertificateRefusal(
          Reason.CLIENT_CERTIFICATE_NOT_YET_VALID,
          "the client certificate is not valid before "
              + leaf.getNotBefore().toInstant()
              + "; check the clocks");
    }
  }

  private static String expired(Instant notAfter) {
    return "the client certificate expired at " + notAfter + "; renew it";
  }

  private static void requireForClients(X509Certificate leaf) throws CertificateRefusal {
    boolean[] usage = leaf.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      throw wrongPurpose("its key usage does not allow signatures", null);
    }
    try {
      List<String> purposes = leaf.getExtendedKeyUsage();
      if (purposes != null && !purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_PURPOSE)) {
        throw wrongPurpose("it was not issued for clients (clientAuth)", null);
      }
    } catch (CertificateParsingException broken) {
      throw wrongPurpose("its extended key usage cannot be read", broken);
    }
  }

  private static CertificateRefusal wrongPurpose(String why, @Nullable Throwable cause) {
    return new CertificateRefusal(
        Reason.CLIENT_CERTIFICATE_WRONG_PURPOSE,
        "the client certificate is for another purpose: " + why,
        cause);
  }

  /** Until when the whole chain holds. */
  private Instant requireTrusted(X509Certificate leaf, List<X509Certificate> shown, Instant now)
      throws CertificateRefusal {
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(shown)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      return earliestEnd(CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath(), leaf);
    } catch (GeneralSecurityException noPath) {
      throw new CertificateRefusal(
          Reason.CLIENT_CERTIFICATE_UNTRUSTED,
          "the client certificate was not issued by a CA that the worker trusts",
          noPath);
    }
  }

  private static Instant earliestEnd(CertPath path, X509Certificate leaf) {
    return path.getCertificates().stream()
        .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
        .reduce(leaf.getNotAfter().toInstant(), (a, b) -> a.isBefore(b) ? a : b);
  }
}
