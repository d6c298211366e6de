package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessAttributesTest {

  private static final ProcessAttributes INHERITED = ProcessAttributes.inherited();
  private static final OptionalInt NONE = OptionalInt.empty();

  @Test
  void whereNothingIsSaidAllIsInherited() {
    assertThat(INHERITED).isEqualTo(new ProcessAttributes(NONE, NONE, Map.of()));
  }

  @Test
  void eachChangeMakesNewAttributesAndKeepsTheRest() {
    ProcessAttributes changed =
        INHERITED
            .withUmask(027)
            .withNice(5)
            .withSoftLimit(Resource.CPU_TIME, Limit.atMost(60))
            .withSoftLimit(Resource.CORE_SIZE, Limit.unlimited())
            .withSoftLimit(Resource.CPU_TIME, Limit.atMost(30));

    assertThat(changed)
        .isEqualTo(
            new ProcessAttributes(
                OptionalInt.of(027),
                OptionalInt.of(5),
                Map.of(
                    Resource.CPU_TIME, Limit.atMost(30), Resource.CORE_SIZE, Limit.unlimited())));
    assertThat(changed.withUmask(0).softLimits()).isEqualTo(changed.softLimits());
    assertThat(changed.withNice(0).umask()).hasValue(027);
    assertThat(INHERITED).isEqualTo(new ProcessAttributes(NONE, NONE, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 022, 077, 0777})
  void aUmaskIsNinePermissionBits(int umask) {
    assertThat(INHERITED.withUmask(umask).umask()).hasValue(umask);
  }

  @ParameterizedTest
  @CsvSource({"-1, -1", "512, 1000", "2147483647, 17777777777"})
  void aUmaskOfAnythingElseIsRefusedAndShownInOctal(int umask, String shown) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> INHERITED.withUmask(umask))
        .withMessage("umask %s is not between 0 and 777, in octal", shown);
  }

  @ParameterizedTest
  @ValueSource(ints = {-20, 0, 19})
  void aNiceValueIsWithinTheKernelsBounds(int nice) {
    assertThat(INHERITED.withNice(nice).nice()).hasValue(nice);
  }

  /** setpriority(2) would take the nearest bound and say nothing. */
  @ParameterizedTest
  @ValueSource(ints = {-21, 20, Integer.MIN_VALUE})
  void aNiceValueBeyondThemIsRefused(int nice) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> INHERITED.withNice(nice))
        .withMessage("nice value %d is not between -20 and 19", nice);
  }

  @Test
  void laterChangesToTheCallersMapDoNotReachTheAttributes() {
    Map<Resource, Limit> limits = new HashMap<>(Map.of(Resource.OPEN_FILES, Limit.atMost(64)));
    ProcessAttributes attributes = new ProcessAttributes(NONE, NONE, limits);

    limits.put(Resource.OPEN_FILES, Limit.unlimited());

    assertThat(attributes.softLimits()).isEqualTo(Map.of(Resource.OPEN_FILES, Limit.atMost(64)));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> attributes.softLimits().clear());
  }

  @Test
  void attributesReadAsOneLineWithTheUmaskInOctal() {
    assertThat(INHERITED).hasToString("inherited");
    assertThat(
            INHERITED
                .withSoftLimit(Resource.ADDRESS_SPACE, Limit.unlimited())
                .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64))
                .withNice(-5)
                .withUmask(022))
        .hasToString("umask 022, nice -5, nofile 64, as unlimited");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    missing("umask", () -> new ProcessAttributes(null, NONE, Map.of()));
    missing("nice", () -> new ProcessAttributes(NONE, null, Map.of()));
    missing("softLimits", () -> new ProcessAttributes(NONE, NONE, null));
    missing("resource", () -> new ProcessAttributes(NONE, NONE, single(null, Limit.atMost(1))));
    missing("limit", () -> new ProcessAttributes(NONE, NONE, single(Resource.CPU_TIME, null)));
    missing("resource", () -> INHERITED.withSoftLimit(null, Limit.atMost(1)));
    missing("limit", () -> INHERITED.withSoftLimit(Resource.CPU_TIME, null));
  }

  private static Map<Resource, Limit> single(Resource resource, Limit limit) {
    Map<Resource, Limit> map = new HashMap<>();
    map.put(resource, limit);
    return map;
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
