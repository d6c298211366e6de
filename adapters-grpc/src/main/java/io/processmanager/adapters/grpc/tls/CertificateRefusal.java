package io.processmanager.adapters.grpc.tls;

import org.jspecify.annotations.Nullable;

/** A certificate does not hold; the message says why, for whoever showed it. */
final class CertificateRefusal extends Exception {

  private static final long serialVersionUID = 1L;
  private final transient ClientIdentity.Refused refused;

  CertificateRefusal(ClientIdentity.Reason reason, String message) {
    this(reason, message, null);
  }

  CertificateRefusal(ClientIdentity.Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refused = new ClientIdentity.Refused(reason, message);
  }

  ClientIdentity.Refused refused() {
    return refused;
  }
}
