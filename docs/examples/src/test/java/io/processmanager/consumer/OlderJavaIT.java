package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.contract.Capability;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.contract.Rule;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remote jobs work from Java 17 on; embedded ones say what they need. */
final class OlderJavaIT {

  private static final String WORKER = Packed.WORKER.toString();

  @TempDir private Path directory;
  private Jdk java17;

  @BeforeEach
  void findIt() {
    Optional<Jdk> found = Jdk.java17();
    Assumptions.assumeTrue(found.isPresent(), "no JDK 17 is installed, or none that was found");
    java17 = found.get();
  }

  @Test
  void remoteJobsKeepTheContractOnJava17() throws Exception {
    String classPath =
        classPathOf(entry -> !entry.contains("adapters-os") && !entry.contains("app-"));
    Program run = Program.run(directory, java17, classPath, RunRemoteContract.class, WORKER);

    assertThat(run.output()).contains("Java 17\n");
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(held(run, "rules of RemoteContract"))
        .isEqualTo(rules(EnumSet.allOf(Capability.class)))
        .isPositive();
    assertThat(held(run, "rules of RemoteUnixContract"))
        .isEqualTo(rules(RemoteUnixContract.CAPABILITIES))
        .isPositive();
    assertThat(held(run, "tests of RemoteUnixContract")).isEqualTo(2);
    for (String test : RunRemoteContract.CLIENT_TESTS) {
      String name = test.substring(test.lastIndexOf('.') + 1);
      assertThat(held(run, "tests of " + name)).as(name).isPositive();
    }
  }

  @Test
  void embeddedJobsSayWhichJavaTheyNeedAndWhichRuns() throws Exception {
    Program run = Program.run(directory, java17, classPathOf(entry -> true), OpenLocalJobs.class);

    assertThat(run.output())
        .isEqualTo(
            "refused: jobs in this JVM need Java 25 or later, and it is Java 17;"
                + " run the program on a newer one, or its jobs on a worker\n");
    assertThat(run.exit()).isZero();
  }

  private static long rules(Set<Capability> capabilities) {
    return Rule.of(JobsContract.class).stream()
        .filter(rule -> capabilities.containsAll(rule.needs()))
        .count();
  }

  private static long held(Program run, String what) {
    return Pattern.compile(what + " held (\\d+)")
        .matcher(run.output())
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static String classPathOf(Predicate<String> wanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
