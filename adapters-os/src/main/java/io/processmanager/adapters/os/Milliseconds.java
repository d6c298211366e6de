package io.processmanager.adapters.os;

import java.time.Instant;

/** Times as capture times are kept: whole milliseconds since 1970. */
final class Milliseconds {

  private Milliseconds() {}

  /** The last whole millisecond at {@code time} or earlier. */
  static long of(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException farAway) {
      return farthest(time);
    }
  }

  /** The first whole millisecond at {@code time} or later. */
  static long notBefore(Instant time) {
    try {
      long millis = time.toEpochMilli();
      return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
    } catch (ArithmeticException farAway) {
      return farthest(time);
    }
  }

  private static long farthest(Instant time) {
    return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
