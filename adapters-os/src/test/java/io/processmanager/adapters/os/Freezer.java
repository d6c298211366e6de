package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * A cgroup of version 1 whose processes can be frozen. Unlike those that version 2 freezes they do
 * not die of SIGKILL before they are thawed; cgroups(7), freezer.
 */
final class Freezer implements AutoCloseable {

  private static final Path HIERARCHY = Path.of("/sys/fs/cgroup/freezer");
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final Path cgroup;

  private Freezer(Path cgroup) {
    this.cgroup = cgroup;
  }

  /** Skips the test where none can be made. */
  static Freezer assumed() throws IOException {
    assumeTrue(
        Files.isWritable(HIERARCHY.resolve("tasks")),
        "no freezer of cgroups version 1 is mounted and writable");
    return new Freezer(
        Files.createDirectory(HIERARCHY.resolve("process-manager-test." + UUID.randomUUID())));
  }

  /** Freezes a process, and returns when it is. */
  void freeze(long pid) throws IOException {
    Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(pid));
    Files.writeString(state(), "FROZEN");
    awaitState("FROZEN");
  }

  /** Lets all go on. */
  void thaw() throws IOException {
    Files.writeString(state(), "THAWED");
    awaitState("THAWED");
  }

  private Path state() {
    return cgroup.resolve("freezer.state");
  }

  private void awaitState(String state) throws IOException {
    long giveUpAt = System.nanoTime() + BOUND.toNanos();
    while (!Files.readString(state()).strip().equals(state)) {
      assertThat(System.nanoTime() - giveUpAt).as("not " + state).isNegative();
      Thread.onSpinWait();
    }
  }

  /** Kills what is in it, and removes it. Does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(cgroup)) {
      return;
    }
    thaw();
    for (String pid : Files.readAllLines(cgroup.resolve("cgroup.procs"))) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
    assertThat(emptied()).isTrue();
    Files.delete(cgroup);
  }

  private boolean emptied() throws IOException {
    long giveUpAt = System.nanoTime() + BOUND.toNanos();
    while (!Files.readString(cgroup.resolve("cgroup.procs")).isEmpty()) {
      if (System.nanoTime() - giveUpAt >= 0) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
