package io.processmanager.adapters.grpc.tls;

import io.processmanager.domain.owner.Caller;
import java.time.Instant;
import java.util.Objects;

/** What is known of whoever is at the other end of a connection. */
public sealed interface ClientIdentity {

  /** What the names of this machine's users begin with, and no name in a certificate. */
  String LOCAL_USER = "uid:";

  /**
   * The client is known.
   *
   * @param caller who it is, with what it may do
   * @param notAfter until when the certificate and those it was issued by hold; {@link Instant#MAX}
   *     where it took none
   */
  record Verified(Caller caller, Instant notAfter) implements ClientIdentity {

    /** Checks that nothing is null. */
    public Verified {
      Objects.requireNonNull(caller, "caller");
      Objects.requireNonNull(notAfter, "notAfter");
    }
  }

  /**
   * There is no certificate, or it does not hold; or the kernel knows no user.
   *
   * @param reason why, for a program
   * @param message why, for a person
   */
  record Refused(Reason reason, String message) implements ClientIdentity {

    /** Checks that nothing is null. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Why nobody is known behind a connection. The names are part of the wire contract. */
  enum Reason {
    /** The client showed no certificate. */
    NO_CLIENT_CERTIFICATE,
    /** No chain leads from it to the CA's certificates, or a link of the chain does not hold. */
    CLIENT_CERTIFICATE_UNTRUSTED,
    /** Its time is over. */
    CLIENT_CERTIFICATE_EXPIRED,
    /** Its time has not come. */
    CLIENT_CERTIFICATE_NOT_YET_VALID,
    /** It was issued for something else than a client. */
    CLIENT_CERTIFICATE_WRONG_PURPOSE,
    /** It has no identity that a job could belong to. */
    CLIENT_CERTIFICATE_NAMES_NOBODY,
    /** The kernel does not tell who has connected to a Unix socket. */
    PEER_USER_NOT_KNOWN,
    /** It tells only that it is a user without a number in the worker's user namespace. */
    PEER_USER_HAS_NO_NUMBER
  }
}
