package io.processmanager.cli.command;

import java.nio.file.Path;
import java.util.Objects;

/** What worker and caller know each other by. */
public sealed interface Trust {

  /**
   * Certificates.
   *
   * @param caCert the certificates that the worker's is checked against
   * @param client what the caller proves itself with
   */
  record Certificates(Path caCert, ClientCertificate client) implements Trust {

    public Certificates {
      Objects.requireNonNull(caCert, "caCert");
      Objects.requireNonNull(client, "client");
    }
  }

  /** The kernel's word, on a Unix socket: the caller is the user that this runs as. */
  record LocalUser() implements Trust {}
}
