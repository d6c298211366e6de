package io.processmanager.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a string into words as a POSIX shell does (XCU 2.2, quoting), with nothing expanded: a
 * dollar, a star, a pipe or a hash stands for itself.
 */
final class ShellWords {

  private static final String ESCAPABLE_IN_DOUBLE_QUOTES = "$`\"\\";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int next;

  private ShellWords(String text) {
    this.text = text;
  }

  /**
   * The words of {@code text}.
   *
   * @throws IllegalArgumentException a quote or an escape has no end; the message names its place
   */
  static List<String> split(String text) {
    return new ShellWords(text).split();
  }

  private List<String> split() {
    while (next < text.length()) {
      char c = text.charAt(next++);
      switch (c) {
        case ' ', '\t', '\n' -> endWord();
        case '\'' -> singleQuoted(next);
        case '"' -> doubleQuoted(next);
        case '\\' -> escaped();
        default -> append(c);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void append(char c) {
    inWord = true;
    word.append(c);
  }

  private void singleQuoted(int position) {
    inWord = true;
    int end = text.indexOf('\'', next);
    if (end < 0) {
      throw unterminated("the single quote", position);
    }
    word.append(text, next, end);
    next = end + 1;
  }

  private void doubleQuoted(int position) {
    inWord = true;
    while (next < text.length()) {
      char c = text.charAt(next++);
      if (c == '"') {
        return;
      }
      if (c == '\\' && next < text.length()) {
        escapedInDoubleQuotes(text.charAt(next));
      } else {
        word.append(c);
      }
    }
    throw unterminated("the double quote", position);
  }

  private void escapedInDoubleQuotes(char following) {
    if (following == '\n') {
      next++;
    } else if (ESCAPABLE_IN_DOUBLE_QUOTES.indexOf(following) >= 0) {
      word.append(following);
      next++;
    } else {
      word.append('\\');
    }
  }

  private void escaped() {
    if (next == text.length()) {
      throw unterminated("the backslash", next);
    }
    char c = text.charAt(next++);
    if (c != '\n') {
      append(c);
    }
  }

  private static IllegalArgumentException unterminated(String what, int position) {
    return new IllegalArgumentException(what + " at character " + position + " has no end");
  }
}
