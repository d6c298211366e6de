package io.processmanager.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** Asks again and again until the answer is the awaited one, within a generous bound. */
record Eventually(Supplier<String> question) {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** The first answer that contains one of the texts. */
  String contains(String... texts) {
    long end = System.nanoTime() + LONGEST.toNanos();
    String answer = question.get();
    while (System.nanoTime() < end) {
      for (String text : texts) {
        if (answer.contains(text)) {
          return answer;
        }
      }
      answer = question.get();
    }
    throw new AssertionError("in " + LONGEST + " no answer had one of the texts: " + answer);
  }
}
