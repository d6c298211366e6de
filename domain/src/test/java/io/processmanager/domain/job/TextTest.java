package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @Test
  void ordinaryTextIsShownAsItIs() {
    assertThat(Text.printable("grep -r 'é€' /tmp")).isEqualTo("grep -r 'é€' /tmp");
  }

  @ParameterizedTest
  @ValueSource(chars = {'\n', '\r', '\t', '\0', '\u001b', '\u007f', '\u0085', '\u009b'})
  void controlsAreNotShown(char control) {
    assertThat(Text.printable("a" + control + "b")).isEqualTo("a?b");
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u2028', '\u2029', '\u202e', '\u2066', '\ufeff'})
  void whatBreaksTheLineOrTurnsItsDirectionIsNotShown(char breaker) {
    assertThat(Text.printable("a" + breaker + "b")).isEqualTo("a?b");
  }

  @Test
  void eightyCharactersAreShownWholeAndMoreAreCutOff() {
    assertThat(Text.printable("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(Text.printable("x".repeat(81))).isEqualTo("x".repeat(80) + "...");
  }
}
