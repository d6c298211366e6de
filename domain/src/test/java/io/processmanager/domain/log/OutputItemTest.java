package io.processmanager.domain.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutputItemTest {

  private static final JobState.Ended JOB =
      new JobState.Running(Instant.EPOCH)
          .end(new Exit.Exited(0), new EndCause.ByItself(), Instant.EPOCH);

  @Test
  void aGapIsARangeAndLeadsToItsEnd() {
    OutputItem.Gap gap = new OutputItem.Gap(10, 25, GapCause.DROPPED);

    assertThat(gap.lengthBytes()).isEqualTo(15);
    assertThat(gap.nextOffset()).isEqualTo(25);
  }

  @ParameterizedTest
  @CsvSource({"-1,5", "5,5", "5,4", "-5,-1"})
  void aGapThatIsNoRangeIsRefused(long from, long to) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutputItem.Gap(from, to, GapCause.DROPPED))
        .withMessage("gap %d..%d is not a range", from, to);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPEN")
  void anEndStandsAtTheOutputsSize(OutputCompletion completion) {
    OutputItem.End end = new OutputItem.End(7, completion, JOB);

    assertThat(end.nextOffset()).isEqualTo(7);
  }

  @Test
  void anOpenOutputHasNoEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutputItem.End(7, OutputCompletion.OPEN, JOB))
        .withMessage("an output that is open has no end");
  }

  @Test
  void anEndBeforeTheStartIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OutputItem.End(-1, OutputCompletion.COMPLETE, JOB))
        .withMessage("offset -1 is negative");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void anEndSaysHowBothOutputAndJobEnded() {
    assertThatNullPointerException()
        .isThrownBy(() -> new OutputItem.End(0, null, JOB))
        .withMessage("completion");
    assertThatNullPointerException()
        .isThrownBy(() -> new OutputItem.End(0, OutputCompletion.COMPLETE, null))
        .withMessage("job");
  }

  @Test
  void itemsOfEqualPartsAreEqual() {
    byte[] bytes = "abc".getBytes(US_ASCII);

    assertThat(Chunks.at(3, bytes)).isEqualTo(Chunks.at(3, bytes.clone()));
    assertThat(Chunks.at(3, bytes)).isNotEqualTo(Chunks.at(4, bytes));
    assertThat(new OutputItem.Gap(1, 2, GapCause.DROPPED))
        .isEqualTo(new OutputItem.Gap(1, 2, GapCause.DROPPED));
  }
}
