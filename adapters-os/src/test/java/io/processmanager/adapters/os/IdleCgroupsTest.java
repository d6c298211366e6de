package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cgroups that are used by one job after the other. */
final class IdleCgroupsTest extends EngineTest {

  private Path tree;

  @BeforeEach
  void requireCgroups() {
    tree = CgroupTrees.assumedDirectory(ports());
  }

  @Test
  void jobsInARowUseOneCgroupWhichGoesWhenNoneFollows() throws Exception {
    for (int i = 0; i < 5; i++) {
      end(launch(JobSpec.of("true")));
    }

    assertThat(CgroupTree.children(tree, "*")).hasSizeLessThanOrEqualTo(1);
    CgroupTrees.awaitNoJobs(tree);
  }

  @ParameterizedTest
  @CsvSource({
    "0, cgroup.freeze, 1",
    "0, cgroup.max.depth, 3",
    "0, cgroup.max.descendants, 0",
    "0, cgroup.type, threaded",
    "1, cgroup.freeze, 1",
    "1, cgroup.max.depth, 3",
    "1, cgroup.max.descendants, 0",
    "1, cgroup.type, threaded"
  })
  void cgroupThatIsNotAsNewIsRemoved(int usesBefore, String file, String setting) throws Exception {
    try (DelayScheduler scheduler = new DelayScheduler();
        Cgroups cgroups = Cgroups.open()) {
      cgroups.reuse(scheduler);
      JobCgroup changed = usedBefore(cgroups, usesBefore);
      Path path = Path.of(changed.toString());
      Files.writeString(path.resolve(file), setting);

      assertThat(changed.remove()).isTrue();

      assertThat(path).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void cgroupWithOneInItIsRemoved(int usesBefore) throws Exception {
    try (DelayScheduler scheduler = new DelayScheduler();
        Cgroups cgroups = Cgroups.open()) {
      cgroups.reuse(scheduler);
      JobCgroup parent = usedBefore(cgroups, usesBefore);
      Path path = Path.of(parent.toString());
      Files.createDirectory(path.resolve("child"));

      assertThat(parent.remove()).isTrue();

      assertThat(path).doesNotExist();
    }
  }

  /** One that was kept as many times. */
  private static JobCgroup usedBefore(Cgroups cgroups, int times) throws Exception {
    JobCgroup used = cgroups.create();
    for (int i = 0; i < times; i++) {
      String path = used.toString();
      assertThat(used.remove()).isTrue();
      used = cgroups.create();
      assertThat(used).hasToString(path);
    }
    return used;
  }

  @Test
  void cgroupThatIsAsNewIsKeptForTheNext() throws Exception {
    try (DelayScheduler scheduler = new DelayScheduler();
        Cgroups cgroups = Cgroups.open()) {
      cgroups.reuse(scheduler);
      JobCgroup first = cgroups.create();
      assertThat(first.remove()).isTrue();

      JobCgroup next = cgroups.create();

      assertThat(next).hasToString(first.toString());
      next.remove();
    }
  }

  @Test
  void cgroupThatWasKilledIsRemoved() throws Exception {
    try (DelayScheduler scheduler = new DelayScheduler();
        Cgroups cgroups = Cgroups.open()) {
      cgroups.reuse(scheduler);
      JobCgroup killed = cgroups.create();
      killed.kill();

      assertThat(killed.remove()).isTrue();

      assertThat(Path.of(killed.toString())).doesNotExist();
    }
  }

  /** The kernel kills what is cloned into a cgroup that was killed once. */
  @Test
  void jobAfterOneThatKilledItsOwnCgroupRuns() throws Exception {
    String killsItsCgroup =
        "own=$TREE/$(sed -n 's,^0::.*/,,p' /proc/self/cgroup);"
            + " (sleep 0.1; echo 1 > $own/cgroup.kill) >/dev/null 2>&1 & exit 0";
    for (int i = 0; i < 5; i++) {
      Launched launched =
          launch(JobSpec.of("sh", "-c", killsItsCgroup).withEnvironment("TREE", tree.toString()));
      awaitExit(launched);
      await(processes().retire(launched.process(), Duration.ofSeconds(20)));

      Launched next = launch(JobSpec.of("true"));

      assertThat(awaitExit(next)).isEqualTo(new Exit.Exited(0));
      await(processes().retire(next.process(), Duration.ZERO));
    }
  }

  @Test
  void keptCgroupThatSomebodyRemovedIsMadeAnew() throws Exception {
    end(launch(JobSpec.of("true")));
    for (String kept : CgroupTree.children(tree, "*")) {
      remove(tree.resolve(kept));
    }

    assertThat(awaitExit(launch(JobSpec.of("true")))).isEqualTo(new Exit.Exited(0));
  }

  private void end(Launched launched) throws Exception {
    awaitExit(launched);
    await(processes().retire(launched.process(), Duration.ofSeconds(20)));
  }

  private static void remove(Path cgroup) throws IOException {
    Files.deleteIfExists(cgroup);
  }
}
