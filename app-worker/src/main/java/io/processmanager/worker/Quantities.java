package io.processmanager.worker;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations and sizes as people write them: {@code 3s}, {@code 7d}, {@code 128MiB}. */
final class Quantities {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})(B|KiB|MiB|GiB|TiB)?");

  private Quantities() {}

  /**
   * Reads a whole number with its unit, or a bare {@code 0}.
   *
   * @throws IllegalArgumentException {@code text} is anything else
   */
  static Duration duration(String text) {
    Matcher form = DURATION.matcher(text);
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration; give a number with ms, s, m, h or d, such as 3s");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /**
   * Reads a whole number of bytes, or of KiB, MiB, GiB or TiB; positive.
   *
   * @throws IllegalArgumentException {@code text} is anything else, or more than a long holds
   */
  static long bytes(String text) {
    Matcher form = SIZE.matcher(text);
    if (!form.matches()) {
      throw notASize(text);
    }
    try {
      long bytes = Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2)));
      if (bytes > 0) {
        return bytes;
      }
    } catch (ArithmeticException tooLarge) {
      throw (IllegalArgumentException) notASize(text).initCause(tooLarge);
    }
    throw notASize(text);
  }

  private static long unit(String name) {
    return switch (name) {
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      case "TiB" -> 1L << 40;
      case null, default -> 1;
    };
  }

  private static IllegalArgumentException notASize(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a size; give a number of bytes, KiB, MiB or GiB, such as 128MiB");
  }
}
