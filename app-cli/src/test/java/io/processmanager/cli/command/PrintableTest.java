package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void lineEndsBecomeSpacesAndEscapesBecomeVisible() {
    String shown = Printable.line("a\r\nb\t\u001b[2J\u202ec é€");

    assertThat(shown).isEqualTo("a  b \\x1b[2J\\u202ec é€");
  }

  @Test
  void plainWordsStayAsTheyAreAndOthersAreQuotedForAShell() {
    String shown = Printable.command("/bin/echo", List.of("-n", "a b", "", "it's", "$x"));

    assertThat(shown).isEqualTo("/bin/echo -n 'a b' '' 'it'\\''s' '$x'");
  }

  @Test
  void controlCharactersInAWordAreShownAsTheShellWritesThem() {
    String shown = Printable.command("printf", List.of("a\nb\u001b'\\"));

    assertThat(shown).isEqualTo("printf $'a\\nb\\x1b\\'\\\\'");
  }
}
