package io.processmanager.adapters.os;

/** Text of callers in messages. */
final class OneLine {

  private static final int SHOWN_CHARACTERS = 200;

  private OneLine() {}

  /** {@code text} in quotes, fit for one line. */
  static String quoted(String text) {
    StringBuilder shown = new StringBuilder("'");
    for (int i = 0; i < text.length() && i < SHOWN_CHARACTERS; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return shown.append(text.length() > SHOWN_CHARACTERS ? "...'" : "'").toString();
  }
}
