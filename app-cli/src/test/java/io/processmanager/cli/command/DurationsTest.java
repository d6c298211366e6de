package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"0,PT0S", "0s,PT0S", "500ms,PT0.5S", "3s,PT3S", "2m,PT2M", "1h,PT1H", "7d,PT168H"})
  void numbersWithAUnitAreRead(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3", "s", "-1s", "1.5s", "3 s", "3S", "1w", "1h30m", "9999999999999h"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessage(
            "'" + text + "' is not a duration; give a number with ms, s, m, h or d, such as 3s");
  }

  @ParameterizedTest
  @CsvSource({"PT0S,0s", "PT1.25S,1.250s", "PT1M3S,63s"})
  void durationsAreShownInSeconds(Duration duration, String text) {
    assertThat(Durations.inSeconds(duration)).isEqualTo(text);
  }
}
