package io.processmanager.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the worker is, and who asks.
 *
 * @param caCert the certificates that the worker's is checked against
 * @param clientKey the caller's private key
 * @param clientCert the caller's certificate
 * @param address {@code host:port}
 * @param callTimeout how long the worker may take to answer where nothing is waited for
 */
public record ConnectionSettings(
    Path caCert, Path clientKey, Path clientCert, String address, Duration callTimeout) {

  public ConnectionSettings {
    Objects.requireNonNull(caCert, "caCert");
    Objects.requireNonNull(clientKey, "clientKey");
    Objects.requireNonNull(clientCert, "clientCert");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(callTimeout, "callTimeout");
  }
}
