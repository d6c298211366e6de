package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The cgroups of an engine, as tests look at them. */
final class CgroupTrees {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String INTRODUCTION = "cgroups in ";

  private CgroupTrees() {}

  /** Skips the test where the engine has no cgroups, and says why it has none. */
  static Path assumedDirectory(LinuxPorts ports) {
    return assumedDirectory(ports.selfTestReport());
  }

  /** As {@link #assumedDirectory(LinuxPorts)}, of another JVM's engine. */
  static Path assumedDirectory(String report) {
    if (!report.contains(INTRODUCTION)) {
      boolean lost = !report.contains("they are switched off") && mayBeMade();
      assertThat(lost).as("cgroups can be made here, but: %s", report).isFalse();
      assumeTrue(false, report);
    }
    return directory(report);
  }

  private static boolean mayBeMade() {
    return CgroupMount.ownDirectory().map(Path::of).filter(Files::isWritable).isPresent();
  }

  /** The directory that an engine's report names. */
  static Path directory(String report) {
    return Path.of(report.substring(report.indexOf(INTRODUCTION) + INTRODUCTION.length()).strip());
  }

  /** The directory of the cgroup that a process of a job is in, in {@code tree}. */
  static Path ofProcess(Path tree, long pid) {
    String membership =
        ProcFile.read(Path.of("/proc", Long.toString(pid), "cgroup")).orElseThrow().strip();
    return tree.resolve(membership.substring(membership.lastIndexOf('/') + 1));
  }

  /** Waits until a cgroup holds no others, those that were kept for reuse included. */
  static void awaitNoJobs(Path tree) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!CgroupTree.children(tree, "*").isEmpty()) {
      assertThat(System.nanoTime() - giveUpAt)
          .as("cgroups in %s after %s: %s", tree, PATIENCE, CgroupTree.children(tree, "*"))
          .isNegative();
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
