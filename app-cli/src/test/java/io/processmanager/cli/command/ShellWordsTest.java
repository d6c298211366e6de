package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShellWordsTest {

  static Stream<Arguments> linesAndTheirWords() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of(" \t\n ", List.of()),
        Arguments.of("1.1.1.1", List.of("1.1.1.1")),
        Arguments.of("  -c\t3\n1.1.1.1 ", List.of("-c", "3", "1.1.1.1")),
        Arguments.of("'a b' \"c d\"", List.of("a b", "c d")),
        Arguments.of("''", List.of("")),
        Arguments.of("a\"\"b ''", List.of("ab", "")),
        Arguments.of("a'b'\"c\"d", List.of("abcd")),
        Arguments.of("'a\\b\"$x'", List.of("a\\b\"$x")),
        Arguments.of("\"\\$ \\` \\\" \\\\ \\n\"", List.of("$ ` \" \\ \\n")),
        Arguments.of("\"a\\\nb\" c\\\nd", List.of("ab", "cd")),
        Arguments.of("a\\ b \\' \\\" \\\\ \\n", List.of("a b", "'", "\"", "\\", "n")),
        Arguments.of("$HOME * | ; # > `x`", List.of("$HOME", "*", "|", ";", "#", ">", "`x`")),
        Arguments.of("é€ '\uD83D\uDE00'", List.of("é€", "\uD83D\uDE00")));
  }

  @ParameterizedTest
  @MethodSource("linesAndTheirWords")
  void wordsAreThoseOfAPosixShellWithNothingExpanded(String line, List<String> words) {
    assertThat(ShellWords.split(line)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a 'b c | the single quote at character 3 has no end",
        "a \"b 'c' | the double quote at character 3 has no end",
        "\"a\\\" | the double quote at character 1 has no end",
        "ab\\ | the backslash at character 3 has no end"
      })
  void whatHasNoEndIsNamedWithItsPlace(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShellWords.split(line))
        .withMessage(message);
  }

  @Test
  void quotedCommandsSplitIntoTheSameWords() {
    List<String> words = List.of("bash", "-c", "echo 'a' \"b\" $x \\", "", "plain", "é €");

    String quoted = Printable.words(words);

    assertThat(ShellWords.split(quoted)).isEqualTo(words);
  }
}
