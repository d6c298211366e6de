package io.processmanager.ports.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Collected output as a value. */
final class CollectedOutputTest {

  @Test
  void bytesAreReadAsTheirEncodingSays() {
    CollectedOutput output = CollectedOutput.of("é\nfoo\r\nbar".getBytes(UTF_8), 0, false);

    assertThat(output.text()).isEqualTo("é\nfoo\r\nbar");
    assertThat(output.lines()).containsExactly("é", "foo", "bar");
    assertThat(output.text(ISO_8859_1)).startsWith("Ã©");
    assertThat(output.sizeBytes()).isEqualTo(11);
  }

  @Test
  void nobodyAltersTheBytesFromOutside() {
    byte[] given = {'a', 'b'};
    CollectedOutput output = CollectedOutput.of(given, 0, false);

    given[0] = 'x';
    output.toByteArray()[1] = 'y';

    assertThat(output.text()).isEqualTo("ab");
  }

  @Test
  void itIsWholeOnlyIfNothingIsMissingAndNothingCutOff() {
    byte[] none = {};

    assertThat(CollectedOutput.of(none, 0, false).isWhole()).isTrue();
    assertThat(CollectedOutput.of(none, 1, false).isWhole()).isFalse();
    assertThat(CollectedOutput.of(none, 0, true).isWhole()).isFalse();
    assertThat(CollectedOutput.of(none, 0, false, true).isWhole()).isFalse();
    assertThat(CollectedOutput.of(none, 7, true, true))
        .hasToString("CollectedOutput[0 bytes, 7 missing, truncated, cut off]")
        .isNotEqualTo(CollectedOutput.of(none, 7, true));
  }

  @Test
  void negativeNumberOfMissingBytesIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CollectedOutput.of(new byte[0], -1, false))
        .withMessageContaining("missingBytes -1");
  }
}
