package io.processmanager.ports.inbound;

import java.util.Objects;

/**
 * A place among the changes of jobs, behind an event that was told. Its text means something to the
 * jobs that gave it only; it may be stored, and used by another program of the same caller.
 *
 * @param token the place; not empty, at most {@value #LONGEST} characters
 */
public record WatchPosition(String token) {

  private static final int LONGEST = 256;

  /**
   * Checks the token.
   *
   * @throws IllegalArgumentException {@code token} is empty or too long
   */
  public WatchPosition {
    Objects.requireNonNull(token, "token");
    if (token.isEmpty() || token.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a watch position has 1 to " + LONGEST + " characters, not " + token.length());
    }
  }
}
