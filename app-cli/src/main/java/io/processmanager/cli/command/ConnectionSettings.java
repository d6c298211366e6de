package io.processmanager.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the worker is, and who asks.
 *
 * @param caCert the certificates that the worker's is checked against
 * @param client what the caller proves itself with
 * @param address {@code host:port}
 * @param callTimeout how long the worker may take to answer where nothing is waited for
 * @param reconnection what is to happen when the connection is lost
 */
public record ConnectionSettings(
    Path caCert,
    ClientCertificate client,
    String address,
    Duration callTimeout,
    Reconnection reconnection) {

  public ConnectionSettings {
    Objects.requireNonNull(caCert, "caCert");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(callTimeout, "callTimeout");
    Objects.requireNonNull(reconnection, "reconnection");
  }
}
