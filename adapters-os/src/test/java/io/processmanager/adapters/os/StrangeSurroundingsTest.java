package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine in JVMs that were started carelessly. */
final class StrangeSurroundingsTest {

  @Test
  void textReachesJobsAsUtf8UnderTheCLocale() throws Exception {
    assertThat(ChildJvm.run("LC_ALL=C exec", StrangeJvm.class, "run-jobs"))
        .isEqualTo(StrangeJvm.PASSED + "\n");
  }

  @Test
  void secretsOfTheJvmsEnvironmentStayThere() throws Exception {
    assertThat(ChildJvm.run("SECRET=token exec", StrangeJvm.class, "run-jobs"))
        .isEqualTo(StrangeJvm.PASSED + "\n");
  }

  @Test
  void exitsAreKnownAlthoughTheJvmsParentIgnoredSigchld() throws Exception {
    assertThat(ChildJvm.run("exec env --ignore-signal=CHLD", StrangeJvm.class, "run-jobs"))
        .isEqualTo(StrangeJvm.PASSED + "\n");
  }

  @Test
  void jobsHaveTheirOutputAlthoughTheJvmHasNoStandardDescriptors(@TempDir Path directory)
      throws Exception {
    Path errors = directory.resolve("errors");
    String script = "\"$@\" 0<&- 1>&- 2>&-; echo \"$?\" > '" + errors + "'; exec true";

    ChildJvm.run(script, StrangeJvm.class, "run-jobs");

    assertThat(Files.readString(errors)).isEqualTo("0\n");
  }

  @Test
  void lackOfDescriptorsIsRefusedAndLeaksNothing() throws Exception {
    assertThat(ChildJvm.run("ulimit -n 60; exec", StrangeJvm.class, "run-out-of-descriptors"))
        .isEqualTo(StrangeJvm.PASSED + "\n");
  }
}
