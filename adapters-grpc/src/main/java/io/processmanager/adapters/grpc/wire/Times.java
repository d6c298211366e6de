package io.processmanager.adapters.grpc.wire;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Points in time and durations on the wire. */
final class Times {

  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private Times() {}

  static Timestamp toWire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static com.google.protobuf.Duration toWire(Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNano();
    // On the wire both parts have the same sign; in Java the nanoseconds are never negative.
    boolean borrowed = seconds < 0 && nanos > 0;
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(borrowed ? seconds + 1 : seconds)
        .setNanos(borrowed ? nanos - NANOS_PER_SECOND : nanos)
        .build();
  }

  static Instant toDomain(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException | ArithmeticException outOfRange) {
      throw new IllegalArgumentException("a point in time is out of range", outOfRange);
    }
  }

  static Duration toDomain(com.google.protobuf.Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNanos();
    if (Math.abs((long) nanos) >= NANOS_PER_SECOND
        || (seconds > 0 && nanos < 0)
        || (seconds < 0 && nanos > 0)) {
      throw new IllegalArgumentException(
          "a duration of " + seconds + " s and " + nanos + " ns is none; both have one sign");
    }
    try {
      return Duration.ofSeconds(seconds, nanos);
    } catch (ArithmeticException outOfRange) {
      throw new IllegalArgumentException("a duration is out of range", outOfRange);
    }
  }
}
