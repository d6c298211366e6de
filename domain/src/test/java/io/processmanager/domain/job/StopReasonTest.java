package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopReasonTest {

  @Test
  void everyReasonReadsAsAPhrase() {
    assertThat(new StopReason.Asked(new Owner("alice"))).hasToString("asked for by alice");
    assertThat(new StopReason.TimeOver(Duration.ofSeconds(90)))
        .hasToString("after its maximum run time of PT1M30S");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    assertThatNullPointerException().isThrownBy(() -> new StopReason.Asked(null)).withMessage("by");
    assertThatNullPointerException()
        .isThrownBy(() -> new StopReason.TimeOver(null))
        .withMessage("limit");
  }
}
