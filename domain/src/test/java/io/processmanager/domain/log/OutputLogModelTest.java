package io.processmanager.domain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.processmanager.domain.log.OutputLog.Position;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any sequence of writes, drops and an end leaves the log as it leaves the bytes themselves. */
class OutputLogModelTest {

  /** One thing that happens to an output. */
  sealed interface Step {

    record Append(int count) implements Step {}

    /** Drops what lies before a point, given in hundredths of the size; may be past the end. */
    record Drop(int hundredths) implements Step {}

    record End(OutputCompletion how) implements Step {}
  }

  @Property
  void theLogAndTheBytesAgreeAfterEveryStep(@ForAll("steps") List<Step> steps) {
    ByteSequence bytes = new ByteSequence();
    OutputLog log = OutputLog.empty();

    for (Step step : steps) {
      log = taken(step, log, bytes);

      assertThat(log).isEqualTo(bytes.asLog());
      assertThat(positions(log)).isEqualTo(bytes.positions());
    }
  }

  @Property
  void aReaderThatFollowsFromZeroMeetsEveryOffsetOnce(@ForAll("steps") List<Step> steps) {
    ByteSequence bytes = new ByteSequence();
    OutputLog log = OutputLog.empty();
    long next = 0;

    for (Step step : steps) {
      log = taken(step, log, bytes);
      Position met = log.locate(next);
      while (met instanceof Position.Kept || met instanceof Position.Dropped) {
        assertThat(from(met)).isEqualTo(next);
        next = to(met);
        met = log.locate(next);
      }

      assertThat(next).isEqualTo(bytes.size());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> appends = Arbitraries.integers().between(0, 40).map(Step.Append::new);
    Arbitrary<Step> drops = Arbitraries.integers().between(-20, 120).map(Step.Drop::new);
    Arbitrary<Step> ends =
        Arbitraries.of(OutputCompletion.COMPLETE, OutputCompletion.CUT_OFF).map(Step.End::new);
    return Arbitraries.frequencyOf(Tuple.of(6, appends), Tuple.of(4, drops), Tuple.of(1, ends))
        .list()
        .ofMaxSize(30);
  }

  private static OutputLog taken(Step step, OutputLog log, ByteSequence bytes) {
    if (step instanceof Step.Append append) {
      return append(append.count(), log, bytes);
    }
    if (step instanceof Step.Drop drop) {
      return drop(bytes.size() * drop.hundredths() / 100, log, bytes);
    }
    return end(((Step.End) step).how(), log, bytes);
  }

  private static OutputLog append(int count, OutputLog log, ByteSequence bytes) {
    if (bytes.hasEnded()) {
      assertThatIllegalStateException().isThrownBy(() -> log.append(count));
      return log;
    }
    bytes.append(count);
    return log.append(count);
  }

  private static OutputLog drop(long offset, OutputLog log, ByteSequence bytes) {
    if (offset > bytes.size()) {
      assertThatIllegalArgumentException().isThrownBy(() -> log.dropBefore(offset));
      return log;
    }
    bytes.dropBefore(offset);
    return log.dropBefore(offset);
  }

  private static OutputLog end(OutputCompletion how, OutputLog log, ByteSequence bytes) {
    if (bytes.hasEnded()) {
      assertThatIllegalStateException().isThrownBy(() -> log.end(how));
      return log;
    }
    bytes.end(how);
    return log.end(how);
  }

  private static List<Position> positions(OutputLog log) {
    return LongStream.rangeClosed(0, log.endOffset()).mapToObj(log::locate).toList();
  }

  private static long from(Position met) {
    return met instanceof Position.Kept kept ? kept.from() : ((Position.Dropped) met).from();
  }

  private static long to(Position met) {
    return met instanceof Position.Kept kept ? kept.to() : ((Position.Dropped) met).to();
  }
}
