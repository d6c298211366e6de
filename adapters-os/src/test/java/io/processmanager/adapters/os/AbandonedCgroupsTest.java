package io.processmanager.adapters.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cgroups of an engine whose JVM was killed, and of one whose JVM lives. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AbandonedCgroupsTest {

  private Process other;
  private Path tree;
  private long job;

  @BeforeEach
  void startOtherJvm() throws Exception {
    other = ChildJvm.start("exec", EngineJvm.class, "WHERE_POSSIBLE", "sleep 600");
    BufferedReader lines = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8));
    String report = lineWith(lines, "contained by");
    tree = CgroupTrees.assumedDirectory(report);
    job = Long.parseLong(lineWith(lines, ""));
  }

  private static String lineWith(BufferedReader lines, String word) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.contains(word)) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }

  @AfterEach
  void endOtherJvm() throws Exception {
    killOther();
    if (tree != null && Files.exists(tree)) {
      Files.writeString(tree.resolve(JobCgroup.KILL), "1");
      ProcessHandle.of(job).ifPresent(left -> left.onExit().join());
      LinuxPorts.builder().open().close();
    }
  }

  private void killOther() throws Exception {
    assertThat(other.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cgroupsOfAnEngineThatLivesAreNotTouched() {
    List<String> before = CgroupTree.children(tree, "*");

    LinuxPorts.builder().open().close();

    assertThat(before).hasSize(2);
    assertThat(CgroupTree.children(tree, "*")).containsExactlyInAnyOrderElementsOf(before);
    assertThat(EngineTest.isAlive(job)).isTrue();
  }

  @Test
  void whatIsEmptyIsRemovedAndWhatStillRunsIsNamedAndLeft() throws Exception {
    killOther();

    try (LogOf log = new LogOf(AbandonedCgroups.class)) {
      LinuxPorts.builder().open().close();

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARNING ") && line.contains(tree + "/cgroup.kill"));
    }
    assertThat(CgroupTree.children(tree, "*")).hasSize(1);
    assertThat(EngineTest.isAlive(job)).isTrue();
  }

  @Test
  void whatHasEndedMeanwhileIsClearedByTheNextEngine() throws Exception {
    killOther();
    Files.writeString(tree.resolve(JobCgroup.KILL), "1");
    ProcessHandle.of(job).ifPresent(left -> left.onExit().join());

    LinuxPorts.builder().open().close();

    assertThat(tree).doesNotExist();
  }

  @Test
  void enginesThatOpenAndCloseSideBySideDoNotClearEachOther() throws Exception {
    List<Future<Boolean>> rounds = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        rounds.add(callers.submit(AbandonedCgroupsTest::openAndClose));
      }
    }

    for (Future<Boolean> round : rounds) {
      assertThat(round.get()).isTrue();
    }
  }

  private static boolean openAndClose() {
    Cgroups cgroups = Cgroups.open();
    boolean made = Files.exists(Path.of(cgroups.path()));
    cgroups.close();
    return made && !Files.exists(Path.of(cgroups.path()));
  }
}
