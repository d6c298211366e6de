package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.contract.ContractRule;
import io.processmanager.ports.contract.JobsContract;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
    long rules =
        Arrays.stream(JobsContract.class.getMethods())
            .filter(method -> method.isAnnotationPresent(ContractRule.class))
            .count();

    Program run = Program.run(directory, java17, classPath, RunRemoteContract.class, WORKER);

    assertThat(run.output()).contains("Java 17\n");
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(held(run)).isGreaterThanOrEqualTo(rules).isPositive();
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

  private static long held(Program run) {
    return Pattern.compile("rules that held: (\\d+)")
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
