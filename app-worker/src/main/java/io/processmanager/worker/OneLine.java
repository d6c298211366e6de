package io.processmanager.worker;

import java.util.Locale;

/**
 * Text on one line of a log. What callers send ends up there, and neither a line end nor an escape
 * sequence in it may forge a line or reach the terminal of who reads.
 */
final class OneLine {

  private static final int LONGEST_VALUE = 500;

  private OneLine() {}

  /** The text with what is not printable made visible. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isUnsafe(c)) {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }

  private static boolean isUnsafe(char c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029';
  }

  /** A value of a log entry, in quotes; a very long one is cut. */
  static String quoted(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
    return "\"" + shown.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
