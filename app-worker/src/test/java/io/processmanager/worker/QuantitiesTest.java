package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "7B,7",
    "2KiB,2048",
    "128MiB,134217728",
    "1GiB,1073741824",
    "1TiB,1099511627776"
  })
  void sizesAreReadWithTheirUnit(String text, long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0MiB", "-1", "1.5GiB", "128MB", "1 KiB", "MiB", "999999999999999999TiB"})
  void whatIsNoSizeIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.bytes(text))
        .withMessageStartingWith("'" + text + "' is not a size")
        .withMessageEndingWith("such as 128MiB");
  }

  @ParameterizedTest
  @CsvSource({"0,PT0S", "500ms,PT0.5S", "3s,PT3S", "2m,PT2M", "1h,PT1H", "7d,PT168H"})
  void durationsAreReadWithTheirUnit(String text, Duration duration) {
    assertThat(Quantities.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "-3s", "1w", "soon"})
  void whatIsNoDurationIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantities.duration(text))
        .withMessageStartingWith("'" + text + "' is not a duration");
  }
}
