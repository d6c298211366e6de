package io.processmanager.domain.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

  @Test
  void namesAreComparedExactly() {
    assertThat(new Owner("CN=alice")).isEqualTo(new Owner("CN=alice"));
    assertThat(new Owner("CN=alice")).isNotEqualTo(new Owner("CN=Alice"));
    assertThat(new Owner("CN=alice")).isNotEqualTo(new Owner("CN=alice "));
    assertThat(new Owner("caf\u00e9")).isNotEqualTo(new Owner("cafe\u0301"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void aBlankNameIsNobody(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Owner(name))
        .withMessage("owner name is blank");
  }

  @Test
  void anOwnerPrintsAsItsName() {
    assertThat(new Owner("spiffe://example/alice")).hasToString("spiffe://example/alice");
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aNameIsNeeded() {
    assertThatNullPointerException().isThrownBy(() -> new Owner(null)).withMessage("name");
  }
}
