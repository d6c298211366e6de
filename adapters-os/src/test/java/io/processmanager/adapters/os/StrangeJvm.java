package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.contract.ProcessLauncherHarness;
import io.processmanager.ports.inbound.JobsException.ResourceExhausted;
import io.processmanager.ports.outbound.OutboundPorts;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** What {@link StrangeSurroundingsTest} has other JVMs do; each prints {@code passed}. */
final class StrangeJvm implements ProcessLauncherHarness {

  static final String PASSED = "passed";

  private final LinuxPorts ports = LinuxPorts.builder().open();

  private StrangeJvm() {}

  /** Runs the step that is named, and prints to stdout or, where there is none, to a file. */
  public static void main(String[] arguments) throws Exception {
    StrangeJvm jvm = new StrangeJvm();
    switch (arguments[0]) {
      case "run-jobs" -> jvm.runJobs();
      case "run-out-of-descriptors" -> jvm.runOutOfDescriptors();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    jvm.ports.close();
    System.out.println(PASSED);
  }

  @Override
  public OutboundPorts ports() {
    return ports;
  }

  private void runJobs() throws Exception {
    JobSpec spec =
        JobSpec.of("sh", "-c", "printf %s \"$1\" | od -An -tx1; exit 7", "sh", "é€")
            .withEnvironment("NAME", "é");
    for (int i = 0; i < 10; i++) {
      Launched launched = launch(spec);
      awaitEnd(launched);
      assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(7));
      assertThat(textOf(launched).trim()).isEqualTo("c3 a9 e2 82 ac");
    }
    Launched environment = launch(JobSpec.of("env").withEnvironment("NAME", "é"));
    awaitEnd(environment);
    assertThat(textOf(environment)).contains("NAME=é\n").doesNotContain("SECRET");
  }

  private void runOutOfDescriptors() throws Exception {
    loadClassesBeside(LinuxPorts.class);
    loadClassesBeside(ResourceExhausted.class);
    loadClassesBeside(Exit.class);
    assertThat(tryWithFewDescriptors()).isTrue();
    for (int spare = 0; spare < 8; spare++) {
      Deque<AutoCloseable> hoard = hoard();
      for (int i = 0; i < spare; i++) {
        hoard.pop().close();
      }
      boolean launched = tryWithFewDescriptors();
      long left = hoardable();
      // At most three at once: the directory's and two of the pipe, or one and the pidfd.
      assertThat(launched).as("with %d to spare", spare).isEqualTo(spare >= 3);
      assertThat(left).as("with %d to spare", spare).isEqualTo(spare);
      while (!hoard.isEmpty()) {
        hoard.pop().close();
      }
    }
    Launched after = launch(JobSpec.of("true"));
    assertThat(awaitExit(after)).isEqualTo(new Exit.Exited(0));
  }

  /** Classes that lie in a directory take a descriptor each to load, and there will be none. */
  private static void loadClassesBeside(Class<?> known) throws Exception {
    Path root = Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.').replace(".class", "");
          if (!name.endsWith("package-info") && name.startsWith("io.processmanager")) {
            Class.forName(name);
          }
        }
      }
    }
  }

  /** Done and gone, or refused for want of descriptors. */
  private boolean tryWithFewDescriptors() throws Exception {
    JobSpec spec = JobSpec.of("true").withWorkingDirectory("/");
    ResourceExhausted refusal =
        catchThrowableOfType(
            ResourceExhausted.class,
            () -> {
              Launched launched = launch(spec);
              awaitEnd(launched);
              awaitExit(launched);
              await(processes().retire(launched.process(), Duration.ZERO));
            });
    if (refusal != null) {
      assertThat(refusal.resource()).isEqualTo("descriptors");
    }
    return refusal == null;
  }

  private static long hoardable() throws Exception {
    Deque<AutoCloseable> hoard = hoard();
    long count = hoard.size();
    while (!hoard.isEmpty()) {
      hoard.pop().close();
    }
    return count;
  }

  /** Takes all descriptors there are. */
  private static Deque<AutoCloseable> hoard() {
    Deque<AutoCloseable> hoard = new ArrayDeque<>();
    while (true) {
      try {
        hoard.push(new FileInputStream(Path.of("/dev/null").toFile()));
      } catch (FileNotFoundException noMore) {
        return hoard;
      }
    }
  }
}
