package io.processmanager.adapters.os;

import java.time.Duration;
import java.util.Objects;

/**
 * How long an output stays open that a descendant holds after the leader's end.
 *
 * @param quiet as long as nothing new comes
 * @param longest in all
 */
record Drain(Duration quiet, Duration longest) {

  private static final Duration DEFAULT_QUIET = Duration.ofMillis(250);
  private static final Duration DEFAULT_LONGEST = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofDays(1);

  Drain {
    Objects.requireNonNull(quiet, "quiet");
    Objects.requireNonNull(longest, "longest");
    if (quiet.isNegative() || quiet.compareTo(longest) > 0 || longest.compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException(
          "drain of quiet " + quiet + ", longest " + longest + ": 0 <= quiet <= longest <= PT24H");
    }
  }

  static Drain standard() {
    return new Drain(DEFAULT_QUIET, DEFAULT_LONGEST);
  }
}
