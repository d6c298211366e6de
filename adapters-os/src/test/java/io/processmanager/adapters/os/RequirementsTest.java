package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
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

  @Test
  void unknownMachineIsRefusedBeforeAnythingIsStarted() throws Exception {
    assertThat(engineOfJvmWith("-Dos.arch=riscv64"))
        .contains(
            "refused: process-manager runs processes on x86-64 and aarch64 only, and this JVM is"
                + " for 'riscv64'\n");
  }

  @Test
  void otherSystemIsRefusedBeforeAnythingIsStarted() throws Exception {
    assertThat(engineOfJvmWith("-Dos.name=FreeBSD"))
        .contains("refused: process-manager runs processes on Linux only");
  }

  @Test
  void jvmThatForbidsNativeCallsIsRefusedWithWhatToDo() throws Exception {
    String denied =
        "for word; do shift; case $word in --enable-native-access=*)"
            + " word=--illegal-native-access=deny ;; esac; set -- \"$@\" \"$word\"; done; exec";

    assertThat(ChildJvm.run(denied, EngineJvm.class, "NONE"))
        .isEqualTo(
            "refused: this JVM forbids native calls; start it with"
                + " --enable-native-access=ALL-UNNAMED\n");
  }

  private static String engineOfJvmWith(String option) throws Exception {
    String prelude = "JDK_JAVA_OPTIONS=%s; export JDK_JAVA_OPTIONS; exec".formatted(option);
    return ChildJvm.run(prelude, EngineJvm.class, "NONE");
  }
}
