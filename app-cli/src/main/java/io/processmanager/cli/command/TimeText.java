package io.processmanager.cli.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Points in time as people write and read them. */
final class TimeText {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private TimeText() {}

  /**
   * Reads a time of RFC 3339, or a duration that means so long ago.
   *
   * @throws IllegalArgumentException {@code text} is neither
   */
  static Instant parse(String text, InstantSource clock) {
    try {
      return clock.instant().truncatedTo(ChronoUnit.MILLIS).minus(Durations.parse(text));
    } catch (DateTimeException | ArithmeticException longBeforeAnyJob) {
      return FIRST;
    } catch (IllegalArgumentException notADuration) {
      return ofDay(text);
    }
  }

  private static Instant ofDay(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(FIRST) ? FIRST : time;
    } catch (DateTimeException notATime) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no time; give one such as 2026-11-01T10:00:00Z, or 10m for so long ago",
          notATime);
    }
  }

  /** As in RFC 3339, in UTC, always with milliseconds. */
  static String ofMillis(Instant time) {
    return MILLIS.format(time);
  }
}
