package io.processmanager.cli.command;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations as people write them: {@code 500ms}, {@code 3s}, {@code 2m}. */
final class Durations {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final int MILLIS_PER_SECOND = 1000;
  private static final double NANOS_PER_SECOND = 1e9;

  private Durations() {}

  /**
   * Reads a whole number with its unit, or a bare {@code 0}.
   *
   * @throws IllegalArgumentException {@code text} is anything else
   */
  static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher form = FORM.matcher(text);
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

  /** Seconds, with milliseconds where there are some. */
  static String inSeconds(Duration duration) {
    long millis = duration.toMillis();
    long rest = millis % MILLIS_PER_SECOND;
    String seconds = Long.toString(millis / MILLIS_PER_SECOND);
    return rest == 0
        ? seconds + "s"
        : seconds + "." + String.format(Locale.ROOT, "%03d", rest) + "s";
  }

  /** Seconds for programs, with their fraction. */
  static double fractionalSeconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
  }
}
