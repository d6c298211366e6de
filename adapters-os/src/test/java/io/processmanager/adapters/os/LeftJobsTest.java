package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.AtClose;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that run on when their engine is closed. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeftJobsTest {

  private final LinuxPorts ports;
  private final LocalJobs local;
  private final Jobs jobs;
  private final long childrenBefore = EngineTest.children();
  private final List<Long> started = new ArrayList<>();
  @TempDir private Path directory;

  LeftJobsTest(CgroupUse use) {
    ports = LinuxPorts.builder().cgroups(use).open();
    local = LocalJobs.builder().atClose(AtClose.leave()).over(ports);
    jobs = local.forCaller(Caller.user("alice"));
  }

  @AfterEach
  void endWhatWasLeft() {
    local.close();
    started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    Waits.until("all are reaped", () -> reapers() == 0);
  }

  /** The threads that wait for what was left. */
  private static long reapers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("process-manager-left"))
        .count();
  }

  private Job start(String script) {
    Job job = jobs.start(JobSpec.of("sh", "-c", script).withWorkingDirectory(directory.toString()));
    if (jobs.status(job.id()).process() instanceof ProcessStatus.Alive alive) {
      started.add(alive.pid());
    }
    return job;
  }

  @Test
  void leftJobRunsOnAndItsEndLeavesNothing() {
    start("exec sleep 600");
    start("exec sleep 600");

    local.close();

    assertThat(started).allMatch(EngineTest::isAlive);
    assertThat(reapers()).isEqualTo(1);
    started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    Waits.until("all are reaped", () -> reapers() == 0);
    assertThat(EngineTest.children()).isLessThanOrEqualTo(childrenBefore);
    assertThat(treeOf(ports)).doesNotExist();
  }

  /** That of its cgroups; one that is not there, where it has none. */
  private static Path treeOf(LinuxPorts ports) {
    String report = ports.selfTestReport();
    return report.contains("contained by cgroups")
        ? CgroupTrees.directory(report)
        : Path.of("/no/such/tree");
  }

  @Test
  void leftJobsTakeADescriptorEachAndNoMoreThanThat() {
    LinuxPorts.builder().open().close();
    for (int i = 0; i < 20; i++) {
      start("exec sleep 600");
    }
    long withTwenty = EngineTest.openDescriptors();

    local.close();

    // The set of the thread that waits for them, and the two of the cgroups.
    assertThat(EngineTest.openDescriptors()).isLessThanOrEqualTo(withTwenty - 20 - 16);
    started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    Waits.until("all are reaped", () -> reapers() == 0);
    assertThat(EngineTest.openDescriptors()).isLessThanOrEqualTo(withTwenty - 40 - 16 - 3);
  }

  @Test
  void leftJobThatPrintsEndsByTheBrokenPipeAndOneThatPrintsToAFileDoesNot() throws Exception {
    start("while :; do echo x; sleep 0.05; done");
    start("exec > log; while :; do echo x; sleep 0.05; done");
    long toPipe = started.get(0);
    long toFile = started.get(1);

    local.close();

    Waits.until("the end of the writer", () -> !EngineTest.isAlive(toPipe));
    long size = Files.size(directory.resolve("log"));
    Waits.until("the log grows", () -> directory.resolve("log").toFile().length() > size);
    assertThat(EngineTest.isAlive(toFile)).isTrue();
  }

  @Test
  void leftJobIsToldOfTheBrokenPipeIfItIgnoresTheSignal() {
    start(
        "trap '' PIPE; while echo x; do sleep 0.05; done 2>errors; mv errors told; exec sleep 600");

    local.close();

    Waits.until("it has told", () -> Files.exists(directory.resolve("told")));
    assertThat(directory.resolve("told")).content().contains("echo: ");
    assertThat(EngineTest.isAlive(started.get(0))).isTrue();
  }

  @Test
  void jobThatSomebodyIsStoppingIsNotLeft() {
    Job stopped = start("trap '' TERM; echo up; while :; do sleep 1; done");
    start("exec sleep 600");
    var _ = jobs.requestStop(stopped.id(), Duration.ofMinutes(10));

    local.close();

    assertThat(EngineTest.isAlive(started.get(0))).isFalse();
    assertThat(EngineTest.isAlive(started.get(1))).isTrue();
  }

  @Test
  void endedJobIsReapedAndWhatItLeftBehindIsLeft() throws Exception {
    Job ended = start("sleep 600 & echo $! > pid; exit 0");
    jobs.awaitExit(ended.id());
    long child = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    started.add(child);

    local.close();

    Waits.until("all are reaped", () -> reapers() == 0);
    assertThat(EngineTest.children()).isLessThanOrEqualTo(childrenBefore);
    assertThat(EngineTest.isAlive(child)).isTrue();
  }

  @Test
  void cgroupOfWhatRunsOnBehindALeftLeaderIsClearedWhenThatHasEnded() throws Exception {
    Path tree = CgroupTrees.assumedDirectory(ports);
    start("sleep 600 & echo $! > pid; wait");
    Waits.until("it has told its number", () -> directory.resolve("pid").toFile().length() > 0);
    long child = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    started.add(child);
    local.close();
    ProcessHandle.of(started.get(0)).ifPresent(ProcessHandle::destroyForcibly);
    Waits.until("all are reaped", () -> reapers() == 0);

    LinuxPorts.builder().open().close();
    assertThat(tree).isDirectory();
    assertThat(EngineTest.isAlive(child)).isTrue();

    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    Waits.until("the cgroup is empty", () -> !CgroupTree.isPopulated(tree));
    LinuxPorts.builder().open().close();
    assertThat(tree).doesNotExist();
  }
}
