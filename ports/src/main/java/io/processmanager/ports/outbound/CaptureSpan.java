package io.processmanager.ports.outbound;

import java.time.Instant;
import java.util.Objects;

/**
 * Bytes of an output that were captured at one time.
 *
 * @param at when
 * @param from the first of them that was asked about
 * @param until the first byte, behind them, that has another time or is not there yet
 */
public record CaptureSpan(Instant at, long from, long until) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException the offsets are no range from 0 up
   */
  public CaptureSpan {
    Objects.requireNonNull(at, "at");
    if (from < 0 || until <= from) {
      throw new IllegalArgumentException("offsets " + from + ".." + until + " are not a range");
    }
  }
}
