package io.processmanager.cli.command;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the worker is, and who asks.
 *
 * @param trust what worker and caller know each other by
 * @param address {@code host:port} or {@code unix:/path}
 * @param callTimeout how long the worker may take to answer where nothing is waited for
 * @param reconnection what is to happen when the connection is lost
 */
public record ConnectionSettings(
    Trust trust, String address, Duration callTimeout, Reconnection reconnection) {

  public ConnectionSettings {
    Objects.requireNonNull(trust, "trust");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(callTimeout, "callTimeout");
    Objects.requireNonNull(reconnection, "reconnection");
  }
}
