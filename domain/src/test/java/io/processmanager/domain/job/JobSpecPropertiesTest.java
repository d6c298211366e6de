package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JobSpecPropertiesTest {

  @Property
  void anArgumentIsTakenExactlyWhenACStringOfUtf8CanHoldIt(@ForAll("nastyTexts") String text) {
    boolean fits = text.indexOf('\0') < 0 && utf8(text).isPresent();

    assertThat(taken(text)).isEqualTo(fits);
  }

  @Property
  void messagesAboutArgumentsFitIntoOneShortLine(@ForAll("nastyTexts") String text) {
    try {
      assertThat(JobSpec.of("true", text).arguments()).containsExactly(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage())
          .hasSizeLessThan(200)
          .matches(message -> message.lines().count() == 1, "one line")
          .matches(message -> message.codePoints().noneMatch(Character::isISOControl), "printable");
    }
  }

  @Provide
  Arbitrary<String> nastyTexts() {
    Arbitrary<Character> surrogates = Arbitraries.chars().range('\ud800', '\udfff');
    Arbitrary<Character> controls = Arbitraries.chars().range('\0', '\u001f');
    Arbitrary<Character> anything = Arbitraries.chars().all();
    return Arbitraries.oneOf(surrogates, controls, anything, Arbitraries.chars().alpha())
        .list()
        .ofMaxSize(120)
        .map(
            chars -> {
              StringBuilder text = new StringBuilder();
              chars.forEach(text::append);
              return text.toString();
            });
  }

  private static boolean taken(String argument) {
    try {
      return JobSpec.of("true", argument).arguments().get(0).equals(argument);
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static Optional<ByteBuffer> utf8(String text) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
    } catch (CharacterCodingException unencodable) {
      return Optional.empty();
    }
  }
}
