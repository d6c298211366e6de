package io.processmanager.domain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.log.OutputLog.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLogTest {

  private static final OutputLog TEN = OutputLog.empty().append(10);
  private static final OutputLog LAST_FOUR = TEN.dropBefore(6);

  @Test
  void aNewOutputIsEmptyAndOpen() {
    assertThat(OutputLog.empty()).isEqualTo(new OutputLog(0, 0, 0, OutputCompletion.OPEN));
    assertThat(OutputLog.empty().hasEnded()).isFalse();
    assertThat(OutputLog.empty().locate(0)).isEqualTo(new Position.CaughtUp());
  }

  @Test
  void droppingMovesTheFirstOffsetAndRenumbersNothing() {
    assertThat(LAST_FOUR).isEqualTo(new OutputLog(6, 10, 0, OutputCompletion.OPEN));
    assertThat(LAST_FOUR.keptBytes()).isEqualTo(4);
    assertThat(LAST_FOUR.append(5).endOffset()).isEqualTo(15);
  }

  @Test
  void droppingWhatIsAlreadyGoneChangesNothing() {
    assertThat(LAST_FOUR.dropBefore(6)).isEqualTo(LAST_FOUR);
    assertThat(LAST_FOUR.dropBefore(0)).isEqualTo(LAST_FOUR);
    assertThat(LAST_FOUR.dropBefore(-3)).isEqualTo(LAST_FOUR);
  }

  @Test
  void everythingMayBeDroppedAndNothingPastTheEnd() {
    assertThat(TEN.dropBefore(10).keptBytes()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TEN.dropBefore(11))
        .withMessage("offset 11 is past the end 10");
  }

  @Test
  void aReaderMeetsGapThenBytesThenTheEdge() {
    assertThat(LAST_FOUR.locate(0)).isEqualTo(new Position.Dropped(0, 6));
    assertThat(LAST_FOUR.locate(5)).isEqualTo(new Position.Dropped(5, 6));
    assertThat(LAST_FOUR.locate(6)).isEqualTo(new Position.Kept(6, 10));
    assertThat(LAST_FOUR.locate(9)).isEqualTo(new Position.Kept(9, 10));
    assertThat(LAST_FOUR.locate(10)).isEqualTo(new Position.CaughtUp());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPEN")
  void anEndedOutputFinishesItsReadersAtTheEndAndNowhereElse(OutputCompletion how) {
    OutputLog ended = LAST_FOUR.end(how);

    assertThat(ended.hasEnded()).isTrue();
    assertThat(ended.locate(0)).isEqualTo(new Position.Dropped(0, 6));
    assertThat(ended.locate(9)).isEqualTo(new Position.Kept(9, 10));
    assertThat(ended.locate(10)).isEqualTo(new Position.Finished());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 11, Long.MIN_VALUE, Long.MAX_VALUE})
  void noReaderStandsOutsideTheOutput(long offset) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TEN.locate(offset))
        .withMessage("offset %d is not between 0 and the output's end 10", offset);
  }

  @Test
  void anEndedOutputGrowsNoMoreAndEndsOnce() {
    OutputLog ended = TEN.end(OutputCompletion.COMPLETE);

    assertThatIllegalStateException()
        .isThrownBy(() -> ended.append(1))
        .withMessage("the output has ended at offset 10");
    assertThatIllegalStateException().isThrownBy(() -> ended.end(OutputCompletion.CUT_OFF));
  }

  @Test
  void anEndedOutputStillGivesItsSpaceBack() {
    OutputLog ended = TEN.end(OutputCompletion.CUT_OFF).dropBefore(10);

    assertThat(ended).isEqualTo(new OutputLog(10, 10, 0, OutputCompletion.CUT_OFF));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void anOutputDoesNotEndByStayingOpen() {
    assertThatIllegalArgumentException().isThrownBy(() -> TEN.end(OutputCompletion.OPEN));
    assertThatNullPointerException().isThrownBy(() -> TEN.end(null)).withMessage("how");
  }

  @Test
  void anOutputNeverShrinksAndNeverOverflows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TEN.append(-1))
        .withMessage("lengthBytes -1 is negative");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> TEN.append(Long.MAX_VALUE));
  }

  @Test
  void lostBytesHaveOffsetsAndAreCounted() {
    OutputLog holed = TEN.lose(5).append(1).dropBefore(12).lose(2);

    assertThat(holed).isEqualTo(new OutputLog(12, 18, 7, OutputCompletion.OPEN));
    assertThatIllegalStateException()
        .isThrownBy(() -> holed.end(OutputCompletion.COMPLETE).lose(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 11})
  void noMoreIsLostThanWasWritten(long lost) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutputLog(0, 10, lost, OutputCompletion.OPEN))
        .withMessage("lostBytes %d is not between 0 and the output's size 10", lost);
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "5,4", "-2,-1"})
  void offsetsThatAreNoRangeAreRefused(long first, long end) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutputLog(first, end, 0, OutputCompletion.OPEN))
        .withMessage("offsets %d..%d are not a range from 0 up", first, end);
  }

  @Test
  void positionsThatAreNoRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Position.Kept(5, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> new Position.Dropped(-1, 5));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aCompletionIsNeeded() {
    assertThatNullPointerException()
        .isThrownBy(() -> new OutputLog(0, 0, 0, null))
        .withMessage("completion");
  }
}
