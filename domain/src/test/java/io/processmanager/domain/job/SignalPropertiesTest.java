package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SignalPropertiesTest {

  @Property
  void whatASignalPrintsIsReadAsThatSignal(@ForAll @IntRange(min = 1, max = 64) int number) {
    Signal signal = new Signal(number);

    assertThat(Signal.parse(signal.signalName())).isEqualTo(signal);
    assertThat(Signal.parse(signal.toString().toLowerCase(Locale.ROOT))).isEqualTo(signal);
    assertThat(Signal.parse(Integer.toString(number))).isEqualTo(signal);
  }

  @Property
  void noTwoSignalsShareAName(
      @ForAll @IntRange(min = 1, max = 64) int one,
      @ForAll @IntRange(min = 1, max = 64) int other) {
    boolean sameName = new Signal(one).signalName().equals(new Signal(other).signalName());

    assertThat(sameName).isEqualTo(one == other);
  }

  @Property
  void anyOtherTextIsRefusedAndNeverCrashes(@ForAll String text) {
    Optional<Signal> read = read(text);

    assertThat(read)
        .satisfiesAnyOf(
            none -> assertThat(none).isEmpty(),
            some -> assertThat(text.strip()).isNotEmpty().hasSizeLessThan(12));
  }

  private static Optional<Signal> read(String text) {
    try {
      return Optional.of(Signal.parse(text));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}
