package io.processmanager.ports.inbound;

import java.util.Objects;

/**
 * Names one request to start a job, so that it can be sent again without starting a second one.
 *
 * @param value chosen by the caller, unique among its requests; from 1 to 128 characters
 */
public record RequestId(String value) {

  private static final int LONGEST = 128;

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException {@code value} is empty or too long
   */
  public RequestId {
    Objects.requireNonNull(value, "value");
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a request id has 1 to " + LONGEST + " characters, not " + value.length());
    }
  }
}
