package io.processmanager.cli.command;

import java.nio.file.Path;
import java.util.Objects;

/** What a caller proves itself with. */
public sealed interface ClientCertificate {

  /**
   * A certificate with its key.
   *
   * @param certificate the caller's certificate
   * @param key its private key
   */
  record Given(Path certificate, Path key) implements ClientCertificate {

    public Given {
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(key, "key");
    }
  }

  /** Nothing: it is the worker's to say that this is not enough. */
  record None() implements ClientCertificate {}
}
