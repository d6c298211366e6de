package io.processmanager.cli.command;

import java.util.Comparator;
import java.util.List;

/** A word that is known by no command or option, and those that were perhaps meant. */
record Spelling(String typed) {

  /** One slip for three letters; a word that takes more is another word. */
  private static final int LETTERS_A_SLIP = 3;

  /** Those of the words that are near to it, the nearest first. */
  List<String> nearest(List<String> words) {
    int most = Math.max(1, typed.length() / LETTERS_A_SLIP);
    return words.stream()
        .filter(word -> slipsTo(word) <= most)
        .sorted(Comparator.comparingInt(this::slipsTo))
        .toList();
  }

  /** Letters that are missing, too many, others, or exchanged with the next (Damerau's slips). */
  int slipsTo(String word) {
    int[][] slips = new int[typed.length() + 1][word.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= word.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, word, i, j);
      }
    }
    return slips[typed.length()][word.length()];
  }

  private int fewest(int[][] slips, String word, int i, int j) {
    int other = typed.charAt(i - 1) == word.charAt(j - 1) ? 0 : 1;
    int fewest =
        Math.min(slips[i - 1][j - 1] + other, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
    boolean exchanged =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == word.charAt(j - 2)
            && typed.charAt(i - 2) == word.charAt(j - 1);
    return exchanged ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
  }
}
