package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.JobsException.InvalidRequest;
import io.processmanager.ports.inbound.StopOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs in cgroups of their own. */
final class CgroupJobsTest extends EngineTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  /** Moves the shell that runs it into the cgroup at {@code $1} below the job's own. */
  private static final String ENTER =
      "own=$TREE/$(sed -n 's,^0::.*/,,p' /proc/self/cgroup); mkdir -p $own/$1;"
          + " echo $$ > $own/$1/cgroup.procs; ";

  private Path tree;

  @BeforeEach
  void requireCgroups() {
    tree = CgroupTrees.assumedDirectory(ports());
  }

  @Test
  void leaderIsInTheJobsCgroupFromItsFirstInstruction() throws Exception {
    Launched launched = launch(JobSpec.of("cat", "/proc/self/cgroup"));
    awaitEnd(launched);

    assertThat(textOf(launched)).containsPattern("/" + tree.getFileName() + "/job-\\d+\n");
  }

  @Test
  void descendantThatLeftEverythingBehindIsKilled() throws Exception {
    Job job = start("setsid env -i sh -c '(sleep 60 & echo child $!)'; echo up; exec sleep 60");
    long escaped = pidAfter(job, "child ");

    StopOutcome outcome = jobs().stop(job.id(), SHORT);

    assertThat(isAlive(escaped)).isFalse();
    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.COMPLETE);
    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(outcome.killed()).isTrue();
  }

  @Test
  void cgroupsThatAJobMakesInItsOwnGoWithIt() throws Exception {
    Job job =
        jobs()
            .start(
                JobSpec.of(
                        "sh",
                        "-c",
                        "sh -c \"$0\" sh a/b & sh -c \"$0\" sh c & wait",
                        ENTER + "mkdir -p $own/d/e; echo up$1; exec sleep 60")
                    .withEnvironment("TREE", tree.toString()));
    awaitText(outputOf(job), "upa/b");
    awaitText(outputOf(job), "upc");
    Path own = CgroupTrees.ofProcess(tree, leaderOf(job));
    assertThat(own.resolve("a/b")).isDirectory();

    StopOutcome outcome = jobs().stop(job.id(), Duration.ZERO);

    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.COMPLETE);
    assertThat(own).doesNotExist();
  }

  @Test
  void cgroupsThatAJobLeavesEmptyAreRemovedWhenItEnds() throws Exception {
    Launched launched =
        launch(
            JobSpec.of("sh", "-c", ENTER + "mkdir -p $own/x/y/z; exit 0", "sh", "a")
                .withEnvironment("TREE", tree.toString()));
    awaitExit(launched);

    assertThat(await(processes().retire(launched.process(), Duration.ofHours(1))).killed())
        .isFalse();

    CgroupTrees.awaitNoJobs(tree);
  }

  @Test
  void leaderThatMovedOutOfItsCgroupIsKilledAllTheSame() throws Exception {
    Job job =
        jobs()
            .start(
                JobSpec.of(
                        "sh",
                        "-c",
                        "trap '' TERM; echo $$ > ${TREE%/*}/cgroup.procs; echo out;"
                            + " while :; do sleep 1; done")
                    .withEnvironment("TREE", tree.toString()));
    awaitText(outputOf(job), "out");
    Files.delete(tree.resolve(CgroupTree.children(tree, "*").getFirst()));

    StopOutcome outcome = jobs().stop(job.id(), SHORT);

    assertThat(outcome.end().orElseThrow().exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
  }

  @Test
  void nothingIsLeftInTheTreeAfterTheClose() throws Exception {
    Launched running = launchShell("setsid sleep 60 & echo up; sleep 60");
    Launched ended = launchShell("setsid sleep 60 & echo up; exit 0");
    awaitText(running, "up");
    awaitExit(ended);
    assertThat(tree).isNotEmptyDirectory();

    ports().close();

    assertThat(tree).doesNotExist();
  }

  @Test
  void failedLaunchLeavesNoCgroup() {
    assertThatThrownBy(() -> launch(JobSpec.of("true", "x".repeat(200_000))))
        .isInstanceOf(InvalidRequest.class);

    CgroupTrees.awaitNoJobs(tree);
  }

  private long leaderOf(Job job) {
    return ((ProcessStatus.Alive) jobs().status(job.id()).process()).pid();
  }

  private Job start(String script) {
    return jobs().start(JobSpec.of("sh", "-c", script));
  }
}
