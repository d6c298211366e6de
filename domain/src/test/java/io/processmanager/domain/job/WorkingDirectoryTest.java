package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingDirectoryTest {

  @Test
  void theInheritedDirectoryIsOneValueAndNotANamedOne() {
    assertThat(WorkingDirectory.inherited())
        .isSameAs(WorkingDirectory.inherited())
        .isNotEqualTo(WorkingDirectory.at("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tmp", "/a b/../c", "//", "/\n"})
  void anAbsolutePathIsTakenAsItIs(String path) {
    assertThat(WorkingDirectory.at(path)).isEqualTo(new WorkingDirectory.At(path));
    assertThat(new WorkingDirectory.At(path).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "tmp", "~/x", " /tmp", "..", "C:\\"})
  void aPathThatIsNotAbsoluteIsRefusedAndShown(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkingDirectory.at(path))
        .withMessage(
            "working directory '%s' is not absolute; give a path that begins with /", path);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aPathIsNeeded() {
    assertThatNullPointerException()
        .isThrownBy(() -> WorkingDirectory.at(null))
        .withMessage("path");
  }
}
