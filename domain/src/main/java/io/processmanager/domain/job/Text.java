package io.processmanager.domain.job;

/** Checks and quotes text that comes from callers and goes to the kernel or into messages. */
final class Text {

  private static final int SHOWN_CHARACTERS = 80;

  private Text() {}

  /** A form of {@code text} that fits into one line of a message. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && i < SHOWN_CHARACTERS; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return text.length() > SHOWN_CHARACTERS ? shown.append("...").toString() : shown.toString();
  }

  /**
   * Refuses what cannot be handed to {@code execve(2)} unchanged: a NUL ends a C string, and half a
   * surrogate pair has no UTF-8 form.
   */
  static void requireExecutable(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what + " '" + printable(text) + "' has a NUL character, which no process can be given");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw new IllegalArgumentException(
            what + " '" + printable(text) + "' has half a surrogate pair, which UTF-8 cannot hold");
      }
    }
  }
}
