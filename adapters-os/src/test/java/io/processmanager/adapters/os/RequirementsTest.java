package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused before anything is started. */
final class RequirementsTest {

  @Test
  void thisMachineHasAllThatIsNeeded() {
    assertThatCode(Requirements::check).doesNotThrowAnyException();
  }

  @Test
  void libraryThatLacksSomethingIsRefusedWithWhatItLacks() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Requirements.check(() -> List.of("strerrorname_np", "statx")))
        .withMessage("the C library lacks strerrorname_np, statx; glibc 2.34 or later has them");
  }
}
