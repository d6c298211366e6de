package io.processmanager.domain.job;

import org.jspecify.annotations.Nullable;

/** Checks and quotes text that comes from callers and goes to the kernel or into messages. */
final class Text {

  private static final int SHOWN_CHARACTERS = 80;

  private Text() {}

  /** A form of {@code text} that fits into one line of a message. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN_CHARACTERS; i++) {
      char c = text.charAt(i);
      shown.append(fitsIntoALine(c) ? c : '?');
    }
    return text.length() > SHOWN_CHARACTERS ? shown.append("...").toString() : shown.toString();
  }

  /** No control, no line or paragraph separator, nothing that turns the direction of writing. */
  private static boolean fitsIntoALine(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  /**
   * Refuses what cannot be handed to {@code execve(2)} unchanged: a NUL ends a C string, and half a
   * surrogate pair has no UTF-8 form.
   */
  static void requireExecutable(String what, String text) {
    String flaw = flaw(text);
    if (flaw != null) {
      throw new IllegalArgumentException(what + " '" + printable(text) + "' has " + flaw);
    }
  }

  /** The same, for text that may be a secret: no message repeats any of it. */
  static void requireExecutableSecret(String what, String secret) {
    String flaw = flaw(secret);
    if (flaw != null) {
      throw new IllegalArgumentException(what + " has " + flaw);
    }
  }

  private static @Nullable String flaw(String text) {
    if (text.indexOf('\0') >= 0) {
      return "a NUL character, which no process can be given";
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return "half a surrogate pair, which UTF-8 cannot hold";
      }
    }
    return null;
  }
}
