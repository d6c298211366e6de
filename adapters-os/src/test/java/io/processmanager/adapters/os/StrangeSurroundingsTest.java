package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine in JVMs that were started carelessly. */
final class StrangeSurroundingsTest {

  @Test
  void textReachesJobsAsUtf8UnderTheCLocale() throws Exception {
    assertThat(ChildJvm.run("LC_ALL=C exec", StrangeJvm.class, "run-jobs"))
        .endsWith(StrangeJvm.PASSED + "\n");
  }

  @Test
  void inheritedValuesKeepTheirBytesUnderTheCLocale() throws Exception {
    String home = "HOME=$(printf '/\\303\\251\\377'); export HOME; LC_ALL=C exec";

    assertThat(ChildJvm.run(home, StrangeJvm.class, "tell-home")).contains("home: 2f c3 a9 ff\n");
  }

  @Test
  void secretsOfTheJvmsEnvironmentStayThere() throws Exception {
    assertThat(ChildJvm.run("SECRET=token exec", StrangeJvm.class, "run-jobs"))
        .endsWith(StrangeJvm.PASSED + "\n");
  }

  @Test
  void exitsAreKnownAlthoughTheJvmsParentIgnoredSigchld() throws Exception {
    assertThat(ChildJvm.run("exec env --ignore-signal=CHLD", StrangeJvm.class, "run-jobs"))
        .endsWith(StrangeJvm.PASSED + "\n");
  }

  @Test
  void jobsHaveTheirOutputAlthoughTheJvmHasNoStandardDescriptors(@TempDir Path directory)
      throws Exception {
    Path errors = directory.resolve("errors");
    String script = "\"$@\" 0<&- 1>&- 2>&-; echo \"$?\" > '" + errors + "'; exec true";

    ChildJvm.run(script, StrangeJvm.class, "run-jobs");

    assertThat(Files.readString(errors)).isEqualTo("0\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = CgroupUse.class,
      names = {"WHERE_POSSIBLE", "NONE"})
  void lackOfDescriptorsIsRefusedAndLeaksNothing(CgroupUse use) throws Exception {
    String step = "run-out-of-descriptors";

    assertThat(ChildJvm.run("ulimit -n 100; exec", StrangeJvm.class, step, use.name()))
        .endsWith(StrangeJvm.PASSED + "\n");
  }

  @Test
  void descriptorThatCannotBeMovedAboveTheStandardOnesIsClosed() throws Exception {
    // Fails unless the other JVM exits with 0.
    ChildJvm.run("ulimit -n 120; exec", StrangeJvm.class, "have-standard-descriptors-only", "NONE");
  }

  @Test
  void jvmThatIsSuspendedAndGoesOnMissesNothing() throws Exception {
    assertThat(ChildJvm.run("exec", StrangeJvm.class, "be-suspended"))
        .endsWith(StrangeJvm.PASSED + "\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = CgroupUse.class,
      names = {"WHERE_POSSIBLE", "NONE"})
  void jvmThatIsProcessOneEndsOrphans(CgroupUse use) throws Exception {
    assumeTrue(Rights.isRoot(), "only root may make namespaces");
    String asProcessOne = "exec unshare --pid --fork --mount-proc";

    assertThat(ChildJvm.run(asProcessOne, StrangeJvm.class, "end-orphans", use.name()))
        .endsWith(StrangeJvm.PASSED + "\n");
  }

  @Test
  void procOfAnotherNamespaceIsRefused() throws Exception {
    assumeTrue(Rights.isRoot(), "only root may make namespaces");
    String withTheOuterProc = "exec unshare --pid --fork sh -c '\"$@\"; exit $?' sh";

    String said = ChildJvm.run(withTheOuterProc, EngineJvm.class, "WHERE_POSSIBLE");

    assertThat(said.lines())
        .singleElement()
        .asString()
        .startsWith("refused: /proc knows this process as ")
        .endsWith("; /proc of this process's own PID namespace must be mounted");
  }

  @ParameterizedTest
  @EnumSource(
      value = CgroupUse.class,
      names = {"WHERE_POSSIBLE", "NONE"})
  void strangerThatWasGivenTheNumberOfAReapedLeaderIsNotTouched(CgroupUse use) throws Exception {
    assumeTrue(Rights.isRoot(), "only root may make namespaces");
    String inNamespace = "exec unshare --pid --fork --mount-proc sh -c '\"$@\"; exit $?' sh";

    assertThat(ChildJvm.run(inNamespace, NumberingJvm.class, use.name()))
        .endsWith(StrangeJvm.PASSED + "\n");
  }
}
