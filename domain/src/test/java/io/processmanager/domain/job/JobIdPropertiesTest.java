package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class JobIdPropertiesTest {

  @Property
  void everyIdIsReadBackFromWhatItPrints(@ForAll long high, @ForAll long low) {
    JobId id = new JobId(new UUID(high, low));

    assertThat(id.toString()).hasSize(36).isEqualTo(id.toString().toLowerCase(Locale.ROOT));
    assertThat(JobId.parse(id.toString())).isEqualTo(id);
    assertThat(JobId.parse(id.toString().toUpperCase(Locale.ROOT))).isEqualTo(id);
  }

  @Property
  void everyProperPrefixIsRefused(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 35) int length) {
    String prefix = new UUID(high, low).toString().substring(0, length);

    assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse(prefix));
  }

  @Property
  void oneStrangeCharacterAnywhereIsRefused(
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 35) int at,
      @ForAll char strange) {
    Assume.that(Character.digit(strange, 16) < 0 || strange > 'f');
    Assume.that(strange != '-');
    StringBuilder text = new StringBuilder(new UUID(high, low).toString());
    text.setCharAt(at, strange);

    assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse(text.toString()));
  }

  @Property
  void dashesInOtherPlacesAreRefused(
      @ForAll @CharRange(from = '0', to = '9') @StringLength(32) String digits,
      @ForAll @IntRange(max = 32) int at) {
    Assume.that(at != 8);
    String text = digits.substring(0, at) + "----" + digits.substring(at);

    assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse(text));
  }

  @Property
  void comparingAgreesWithEquality(@ForAll long high, @ForAll long low, @ForAll long otherLow) {
    JobId one = new JobId(new UUID(high, low));
    JobId other = new JobId(new UUID(high, otherLow));

    assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(-Integer.signum(other.compareTo(one)));
  }
}
