package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine in JVMs without the rights of root, and with low limits. */
final class PoorJvmTest {

  /** A user whom nobody else is: limits count all processes of one. */
  private static final long USER = 1_000_000 + ProcessHandle.current().pid();

  private static final String TELL_LIMITS = "tell-descriptor-limits";

  /** Behind the flags of {@link ChildJvm}. */
  private static final String AS_JVMS_DO = "export _JAVA_OPTIONS=-XX:+MaxFDLimit; ";

  @Test
  void lowerNiceValueIsRefusedToWhoMayNotGiveOne() throws Exception {
    String said = ChildJvm.run(Rights.assumedDroppedTo(USER), PoorJvm.class, "be-nicer");

    assertThat(said).contains("\n-5: invalid nice, nice value -5 is not allowed here (");
    assertThat(said).containsPattern("(?m)^5: 5$").contains("\nchildren: 0\n");
  }

  @Test
  void directoryThatMayNotBeEnteredIsNamed(@TempDir Path directory) throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Executables.allow(directory, "rwxr-xr-x");
    Executables.allow(closed, "rwxr--r--");

    String said =
        ChildJvm.run(Rights.assumedDroppedTo(USER), PoorJvm.class, "start-in", closed.toString());

    assertThat(said).contains("in: WORKING_DIRECTORY_NOT_ACCESSIBLE " + closed + "\n");
  }

  @Test
  void lackOfProcessesIsRefusedAndLeaksNothing() throws Exception {
    // Root's own processes are not limited.
    String withoutRights = Rights.assumedDroppedTo(USER);

    String said = ChildJvm.run(withoutRights, PoorJvm.class, "run-out-of-processes");

    assertThat(said.lines().filter(line -> line.startsWith("without: ")))
        .hasSize(3)
        .allMatch(line -> line.startsWith("without: exhausted processes, "));
    assertThat(said)
        .contains("before: works\n")
        .contains("leaked: 0\n")
        .contains("after: works\n")
        .contains("children: 0\n");
  }

  @Test
  void statusIsToldAtOnceOfAProgramWhoseMemoryMayNotBeLookedInto() throws Exception {
    String withoutRights = Rights.assumedDroppedTo(USER);

    String said = ChildJvm.run(withoutRights, PoorJvm.class, "look-at-what-may-not-be-looked-into");

    assertThat(said).contains("arguments: [600]\n");
    assertThat(numberAfter(said, "millis: ")).isLessThan(200);
  }

  private static long numberAfter(String said, String word) {
    return said.lines()
        .filter(line -> line.startsWith(word))
        .mapToLong(line -> Long.parseLong(line.substring(word.length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void floodIsTakenWhereNoThreadCanBeHadForIt() throws Exception {
    String withoutRights = Rights.assumedDroppedTo(USER);

    String said = ChildJvm.run(withoutRights, PoorJvm.class, "be-flooded-without-threads");

    assertThat(said).contains("exit: exited with code 0\n").contains("taken: 20000000\n");
  }

  @ParameterizedTest
  @CsvSource({"-500, 0", "-1000, 0", "0, 0", "300, 300"})
  void protectionFromTheOomKillerIsTheWorkersOwn(int own, int job) throws Exception {
    assumeTrue(own >= 0 || Rights.mayProtect(), "protection takes CAP_SYS_RESOURCE");
    String adjust = "echo " + own + " > /proc/self/oom_score_adj; exec";

    String said = ChildJvm.run(adjust, PoorJvm.class, "tell-oom-scores");

    assertThat(said).contains("job: " + job + "\n").contains("own: " + own + "\n");
  }

  @Test
  void raisedDescriptorLimitIsThisProcessesOwn() throws Exception {
    String hard = hardDescriptorLimit();

    String said = ChildJvm.run("ulimit -Sn 256; exec", PoorJvm.class, "raise-descriptor-limit");

    assertThat(said)
        .contains("own: Pair[soft=" + hard + ", hard=" + hard + "]\n")
        .contains("job: 256 " + hard + "\n")
        .contains("more: 300\n");
  }

  @Test
  void limitThatTheJvmItselfRaisedIsNotGivenToJobs() throws Exception {
    String hard = hardDescriptorLimit();

    String said = ChildJvm.run(AS_JVMS_DO + "ulimit -Sn 256; exec", PoorJvm.class, TELL_LIMITS);

    assertThat(said)
        .contains("own: Pair[soft=" + hard + ", hard=" + hard + "]\n")
        .contains("job: 1024 " + hard + "\n");
  }

  @Test
  void limitThatIsTheHardOneBecauseItWasGivenSoIsGivenToJobs() throws Exception {
    String said = ChildJvm.run("ulimit -n 4000; exec", PoorJvm.class, TELL_LIMITS);

    assertThat(said).contains("job: 4000 4000\n");
  }

  @Test
  void limitForJobsMayBeAskedFor() throws Exception {
    String hard = hardDescriptorLimit();

    String said =
        ChildJvm.run(
            AS_JVMS_DO + "ulimit -Sn 256; exec", PoorJvm.class, "set-job-descriptor-limit");

    assertThat(said).contains("job: 300 " + hard + "\n");
  }

  @Test
  void secondEngineOfAJvmGivesItsJobsTheLimitAsItWasToo() throws Exception {
    String hard = hardDescriptorLimit();

    String said =
        ChildJvm.run("ulimit -Sn 256; exec", PoorJvm.class, "raise-descriptor-limit-twice");

    assertThat(said.lines().filter(line -> line.startsWith("job: ")))
        .containsExactly("job: 256 " + hard, "job: 256 " + hard);
  }

  private static String hardDescriptorLimit() throws Exception {
    return Files.readString(Path.of("/proc/self/limits"))
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.split(" +", -1)[4])
        .findFirst()
        .orElseThrow();
  }
}
