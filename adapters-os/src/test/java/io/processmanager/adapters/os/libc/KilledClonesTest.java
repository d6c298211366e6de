package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When children are no longer cloned into their cgroups. */
final class KilledClonesTest {

  private final KilledClones clones = new KilledClones();

  @Test
  void manyInARowAreTheKernelsDoing() {
    killed(KilledClones.MOST_IN_A_ROW - 1);
    assertThat(clones.areFew()).isTrue();

    clones.killed();

    assertThat(clones.areFew()).isFalse();
  }

  @Test
  void thoseOfALongLifeDoNotAddUp() {
    for (int i = 0; i < 10; i++) {
      killed(KilledClones.MOST_IN_A_ROW - 1);
      clones.lived();
    }

    assertThat(clones.areFew()).isTrue();
  }

  @Test
  void oneThatWasUnderWayDoesNotTakeBackWhatHasBeenSaid() {
    killed(KilledClones.MOST_IN_A_ROW);

    clones.lived();

    assertThat(clones.areFew()).isFalse();
  }

  private void killed(int times) {
    for (int i = 0; i < times; i++) {
      clones.killed();
    }
  }
}
