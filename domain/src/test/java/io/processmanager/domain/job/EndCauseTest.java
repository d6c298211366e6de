package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.owner.Owner;
import org.junit.jupiter.api.Test;

class EndCauseTest {

  private static final Owner ALICE = new Owner("alice");

  @Test
  void everyCauseReadsAsAPhrase() {
    assertThat(new EndCause.ByItself()).hasToString("by itself");
    assertThat(new EndCause.Stopped(ALICE)).hasToString("stopped by alice");
    assertThat(new EndCause.KilledAfterGrace(ALICE))
        .hasToString("killed after the grace period of a stop by alice");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aStopHasSomebodyWhoAskedForIt() {
    assertThatNullPointerException().isThrownBy(() -> new EndCause.Stopped(null)).withMessage("by");
    assertThatNullPointerException()
        .isThrownBy(() -> new EndCause.KilledAfterGrace(null))
        .withMessage("by");
  }
}
