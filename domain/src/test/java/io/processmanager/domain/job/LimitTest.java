package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1024, Long.MAX_VALUE})
  void aBoundIsTakenAsItIs(long value) {
    assertThat(Limit.atMost(value)).isEqualTo(new Limit.AtMost(value));
    assertThat(new Limit.AtMost(value).value()).isEqualTo(value);
    assertThat(Limit.atMost(value)).hasToString(Long.toString(value));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void aNegativeBoundIsRefused(long value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limit.atMost(value))
        .withMessage("limit %d is negative", value);
  }

  @Test
  void noBoundIsOneValueAndNoNumber() {
    assertThat(Limit.unlimited())
        .isSameAs(Limit.unlimited())
        .hasToString("unlimited")
        .isNotEqualTo(Limit.atMost(Long.MAX_VALUE));
  }

  /** limits.conf(5). */
  @Test
  void everyResourceHasTheNameThatAdministratorsKnow() {
    assertThat(Stream.of(Resource.values()).map(Resource::shortName))
        .containsExactly("nofile", "core", "fsize", "cpu", "as");
  }
}
