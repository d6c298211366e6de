package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitTest {

  @Test
  void exit143AndDeathBySigtermAreDifferentAnswersWithOneShellStatus() {
    Exit exited = new Exit.Exited(143);
    Exit signaled = new Exit.Signaled(Signal.TERM, false);

    assertThat(exited).isNotEqualTo(signaled);
    assertThat(exited.shellStatus()).isEqualTo(143);
    assertThat(signaled.shellStatus()).isEqualTo(143);
  }

  @Test
  void onlyCodeZeroIsSuccess() {
    assertThat(new Exit.Exited(0).isSuccess()).isTrue();
    assertThat(new Exit.Exited(1).isSuccess()).isFalse();
    assertThat(new Exit.Signaled(Signal.HUP, false).isSuccess()).isFalse();
    assertThat(new Exit.Unknown().isSuccess()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255})
  void aCodeIsItsOwnShellStatus(int code) {
    assertThat(new Exit.Exited(code).shellStatus()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void codesThatNoProcessCanExitWithAreRefusedByName(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Exit.Exited(code))
        .withMessage("code %d is not between 0 and 255", code);
  }

  @Test
  void anExitThatNobodyKnowsIsNeverZero() {
    assertThat(new Exit.Unknown().shellStatus()).isEqualTo(255);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aSignaledExitNeedsItsSignal() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Exit.Signaled(null, false))
        .withMessage("signal");
  }

  @Test
  void aCoreDumpMakesADifference() {
    Exit with = new Exit.Signaled(Signal.parse("SEGV"), true);
    Exit without = new Exit.Signaled(Signal.parse("SEGV"), false);

    assertThat(with).isNotEqualTo(without);
    assertThat(with).hasToString("ended by signal 11 (SIGSEGV, core dumped)");
    assertThat(without).hasToString("ended by signal 11 (SIGSEGV)");
  }

  @Test
  void everyExitReadsAsASentence() {
    assertThat(new Exit.Exited(7)).hasToString("exited with code 7");
    assertThat(new Exit.Unknown()).hasToString("ended, exit unknown");
  }
}
