package io.processmanager.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers of bytes as people write them: {@code 4096}, {@code 64K}, {@code 2GiB}. */
final class ByteCount {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:([KMG])(?:iB)?)?");

  private ByteCount() {}

  /**
   * Reads a whole number, or one of KiB, MiB or GiB.
   *
   * @throws IllegalArgumentException {@code text} is anything else, or more than a long holds
   */
  static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no number of bytes; give one such as 4096, 64K, 512M or 2G");
    }
    try {
      return Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2)));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException(
          "'" + text + "' is more than the largest there can be, " + Long.MAX_VALUE, tooLarge);
    }
  }

  private static long unit(String name) {
    return switch (name) {
      case "K" -> 1L << 10;
      case "M" -> 1L << 20;
      case "G" -> 1L << 30;
      case null, default -> 1;
    };
  }
}
