package io.processmanager.adapters.grpc.client;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a worker listens.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port from 1 to 65535
 */
record WorkerAddress(String host, int port) {

  private static final int LARGEST_PORT = 65535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)]|([^\\s:/\\[\\]@]+)):(\\d{1,5})");

  WorkerAddress {
    Objects.requireNonNull(host, "host");
    if (port < 1 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and " + LARGEST_PORT);
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException {@code text} is anything else
   */
  static WorkerAddress parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an address; give host:port, such as localhost:8080 or [::1]:8080");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new WorkerAddress(host, Integer.parseInt(matcher.group(3)));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
