package io.processmanager.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Forms of text that are safe to show on a terminal. What a job is called may come from somebody
 * else, and a control character in it could rewrite the screen of who looks.
 */
final class Printable {

  private static final String PLAIN = "@%_+=:,./-";

  private Printable() {}

  /** The text on one line: line ends become spaces, other control characters {@code \}xHH. */
  static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' || c == '\t') {
        shown.append(' ');
      } else if (isUnsafe(c)) {
        shown.append(escape(c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  /** A command line as a shell would take it: pasted into one, it means the same. */
  static String command(String program, List<String> arguments) {
    return arguments.isEmpty() ? word(program) : word(program) + " " + words(arguments);
  }

  /** Words as a shell would take them. */
  static String words(List<String> words) {
    return words.stream().map(Printable::word).collect(Collectors.joining(" "));
  }

  private static String word(String word) {
    if (!word.isEmpty() && word.chars().allMatch(Printable::isPlain)) {
      return word;
    }
    if (word.chars().anyMatch(c -> isUnsafe((char) c))) {
      return dollarQuoted(word);
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** The shell's {@code $'...'}, which alone can hold a control character visibly. */
  private static String dollarQuoted(String word) {
    StringBuilder quoted = new StringBuilder("$'");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '\'' -> quoted.append("\\'");
        case '\\' -> quoted.append("\\\\");
        default -> quoted.append(isUnsafe(c) ? escape(c) : String.valueOf(c));
      }
    }
    return quoted.append('\'').toString();
  }

  private static boolean isPlain(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
  }

  /** Control characters, and the format characters that turn the direction of what follows. */
  private static boolean isUnsafe(char c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029';
  }

  private static String escape(char c) {
    return c < 0x80
        ? String.format(Locale.ROOT, "\\x%02x", (int) c)
        : String.format(Locale.ROOT, "\\u%04x", (int) c);
  }
}
