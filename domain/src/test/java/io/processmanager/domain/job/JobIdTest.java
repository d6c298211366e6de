package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

  private static final String CANONICAL = "0f8fad5b-d9cb-469f-a165-70867728950e";

  @Test
  void anIdIsReadFromItsCanonicalForm() {
    assertThat(JobId.parse(CANONICAL)).isEqualTo(new JobId(UUID.fromString(CANONICAL)));
  }

  @Test
  void upperCaseIsReadAndLowerCasePrinted() {
    JobId id = JobId.parse("0F8FAD5B-D9CB-469F-A165-70867728950E");

    assertThat(id).hasToString(CANONICAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1-1-1-1-1",
        "0f8fad5bd9cb469fa16570867728950e",
        "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950e0",
        " f8fad5b-d9cb-469f-a165-70867728950e",
        "{f8fad5b-d9cb-469f-a165-70867728950}",
        "gf8fad5b-d9cb-469f-a165-70867728950e",
        "0f8fad5bd-9cb-469f-a165-70867728950e",
        "-f8fad5b-d9cb-469f-a165-70867728950e",
        "+f8fad5b-d9cb-469f-a165-70867728950e",
        "\u0660f8fad5b-d9cb-469f-a165-70867728950e",
        "\uff10f8fad5b-d9cb-469f-a165-70867728950e",
        "------------------------------------"
      })
  void anyOtherFormIsRefusedAndShown(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobId.parse(text))
        .withMessageStartingWith("'" + text + "' is not a JobUUID");
  }

  @Test
  void aHugeTextIsShortenedInTheMessage() {
    String huge = "x".repeat(1_000_000);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobId.parse(huge))
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(200));
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    assertThatNullPointerException().isThrownBy(() -> JobId.parse(null)).withMessage("text");
    assertThatNullPointerException().isThrownBy(() -> new JobId(null)).withMessage("value");
  }
}
