package io.processmanager.adapters.grpc.tls;

import io.processmanager.domain.owner.Owner;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * The identity that a certificate names: its only URI among the subject's alternative names, else
 * its subject's distinguished name as RFC 2253 writes it.
 */
final class CertificateIdentity {

  /** RFC 5280, section 4.2.1.6: {@code uniformResourceIdentifier [6]}. */
  private static final int URI_NAME = 6;

  /** RFC 3986. No distinguished name looks so, so that neither kind can pass for the other. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.+");

  private CertificateIdentity() {}

  static Owner of(X509Certificate certificate) throws CertificateRefusal {
    List<String> uris = uris(certificate);
    if (uris.size() == 1) {
      return new Owner(checked(uris.get(0)));
    }
    String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    if (subject.isBlank()) {
      throw refused("the certificate names nobody: it needs one URI or a subject");
    }
    return new Owner(subject);
  }

  private static String checked(String uri) throws CertificateRefusal {
    if (!SCHEME.matcher(uri).matches()) {
      throw refused("the certificate's URI is not absolute; it needs a scheme such as spiffe:");
    }
    if (uri.toLowerCase(Locale.ROOT).startsWith(ClientIdentity.LOCAL_USER)) {
      throw refused("the certificate's URI begins with uid:, which is kept for local users");
    }
    return uri;
  }

  private static List<String> uris(X509Certificate certificate) throws CertificateRefusal {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(0).equals(URI_NAME))
              .map(name -> (String) name.get(1))
              .toList();
    } catch (CertificateParsingException broken) {
      throw new CertificateRefusal(
          ClientIdentity.Reason.CLIENT_CERTIFICATE_NAMES_NOBODY,
          "the certificate's alternative names cannot be read",
          broken);
    }
  }

  private static CertificateRefusal refused(String message) {
    return new CertificateRefusal(ClientIdentity.Reason.CLIENT_CERTIFICATE_NAMES_NOBODY, message);
  }
}
