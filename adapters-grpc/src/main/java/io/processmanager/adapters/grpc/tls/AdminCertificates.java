package io.processmanager.adapters.grpc.tls;

import io.processmanager.domain.owner.Owner;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The certificates whose holders reach all jobs.
 *
 * <p>An admin is who shows, once it has been verified, a certificate with the same public key and
 * the same identity as one of these. So a renewed certificate keeps its rights with its key, and
 * another certificate of the same identity does not have them.
 */
public final class AdminCertificates {

  private final List<Admin> admins;

  private AdminCertificates(List<Admin> admins) {
    this.admins = List.copyOf(admins);
  }

  private record Admin(PublicKey key, Owner identity) {}

  /** {@return admins that are nobody} */
  public static AdminCertificates none() {
    return new AdminCertificates(List.of());
  }

  /**
   * Reads certificates from PEM files, the first certificate of each.
   *
   * @param pathsSeparatedBySemicolon the paths; blank for none, and blank parts are skipped
   * @return the admins
   * @throws TlsMaterialException a path cannot be read, or its certificate names no identity
   */
  public static AdminCertificates read(String pathsSeparatedBySemicolon) {
    Objects.requireNonNull(pathsSeparatedBySemicolon, "pathsSeparatedBySemicolon");
    List<Admin> admins = new ArrayList<>();
    for (String path : pathsSeparatedBySemicolon.split(";", -1)) {
      if (!path.isBlank()) {
        admins.add(admin(Path.of(path.strip())));
      }
    }
    return new AdminCertificates(admins);
  }

  private static Admin admin(Path path) {
    X509Certificate certificate = Certificates.read("admin certificate", path).get(0);
    try {
      return new Admin(certificate.getPublicKey(), CertificateIdentity.of(certificate));
    } catch (CertificateRefusal refusal) {
      throw new TlsMaterialException(
          "the admin certificate in " + path + " is of no use: " + refusal.getMessage(), refusal);
    }
  }

  boolean include(X509Certificate certificate, Owner identity) {
    byte[] key = certificate.getPublicKey().getEncoded();
    return admins.stream()
        .anyMatch(
            admin ->
                admin.identity().equals(identity) && Arrays.equals(admin.key().getEncoded(), key));
  }
}
