package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words were perhaps meant. */
class SpellingTest {

  @ParameterizedTest
  @CsvSource({
    "start, start, 0",
    "strat, start, 1",
    "stat, start, 1",
    "staart, start, 1",
    "stort, start, 1",
    "'', stop, 4",
    "stop, '', 4"
  })
  void slipsAreCounted(String typed, String word, int slips) {
    assertThat(new Spelling(typed).slipsTo(word)).isEqualTo(slips);
  }

  @Test
  void theNearestIsFirstAndAnotherWordIsNotMeant() {
    List<String> words = List.of("status", "start", "list");

    assertThat(new Spelling("statrs").nearest(words)).containsExactly("status", "start");
    assertThat(new Spelling("frobnicate").nearest(words)).isEmpty();
  }
}
