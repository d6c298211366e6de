package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that the kernel kills for want of memory, as their cgroup tells; cgroups(7). */
final class OutOfMemoryTest extends EngineTest {

  @TempDir private Path directory;

  @Test
  void killedProcessesAreCounted() throws Exception {
    assertThat(outOfMemory("low 0\nhigh 3\nmax 17\noom 2\noom_kill 1\noom_group_kill 0\n"))
        .isTrue();
    assertThat(outOfMemory("oom 12\noom_kill 12")).isTrue();
  }

  @Test
  void allocationsThatFailedWithoutAKillAreNotOne() throws Exception {
    assertThat(outOfMemory("max 17\noom 2\noom_kill 0\noom_group_kill 0\n")).isFalse();
    assertThat(outOfMemory("oom_group_kill 1\n")).isFalse();
    assertThat(outOfMemory("")).isFalse();
  }

  private boolean outOfMemory(String events) throws Exception {
    Files.writeString(directory.resolve("memory.events"), events);
    return cgroupAt(directory).outOfMemory();
  }

  @Test
  void nothingIsToldWithoutAMemoryController() throws Exception {
    assertThat(cgroupAt(directory.resolve("no controller")).outOfMemory()).isFalse();
  }

  @Test
  void whatCannotBeReadDoesNotKeepAnEndFromBeingTold() throws Exception {
    Files.createDirectory(directory.resolve("memory.events"));

    assertThat(cgroupAt(directory).outOfMemory()).isFalse();
  }

  @Test
  void endOfALeaderTellsWhatItsCgroupDoes() throws Exception {
    Files.writeString(directory.resolve("memory.events"), "oom_kill 1\n");
    JobSpec killed = JobSpec.of("sh", "-c", "kill -KILL $$");

    assertThat(endOf(killed)).isEqualTo(new LeaderEnd(new Exit.Signaled(Signal.KILL, false), true));
    assertThat(endOf(JobSpec.of("sh", "-c", "kill -TERM $$")).outOfMemory()).isFalse();

    Files.writeString(directory.resolve("memory.events"), "oom_kill 0\n");
    assertThat(endOf(killed).outOfMemory()).isFalse();
  }

  /** The end of a process whose job is said to have the cgroup in this directory. */
  private LeaderEnd endOf(JobSpec spec) throws Exception {
    LaunchSetting setting =
        new EngineOpening(
                Drain.standard(), CgroupUse.NONE, false, new DelayScheduler(), Runnable::run)
            .open();
    Descriptors.Pipe pipe = Descriptors.pipe();
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    JobId job = new JobId(UUID.randomUUID());
    OutputSink sink = new OutputSink(job, storage.create(job, SOMEBODY));
    CaptureLanes lanes = CaptureLanes.within(setting.reactor());
    OutputPipe output = new OutputPipe(lanes, pipe.readEnd(), sink, setting.drain());
    output.open();
    int writeEnd = setting.lowDescriptors().move(pipe.writeEnd());
    Spawn.Child child = setting.spawn().spawn(request(spec, setting.devNull(), writeEnd));
    setting.lowDescriptors().release(writeEnd);
    LaunchedProcess process =
        new LaunchedProcess(
            new ProcessRef(1, child.pid()),
            child.pidfd(),
            setting.reactor(),
            output,
            new CgroupContainment(cgroupAt(directory)));
    process.open();
    try {
      return process.onExit().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } finally {
      process.reap();
      setting.reactor().stop();
      setting.close();
    }
  }

  private static Spawn.Request request(JobSpec spec, int input, int output) {
    return new Spawn.Request(
        "/bin/" + spec.program(),
        Stream.concat(Stream.of(spec.program()), spec.arguments().stream())
            .map(String::getBytes)
            .toList(),
        List.of(),
        input,
        output,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Map.of());
  }

  @Test
  void memoryControllerIsHandedOnWhereThereIsOne() throws Exception {
    assertThat(handedOn("cpuset cpu memory pids\n")).isEqualTo("+memory");
    assertThat(handedOn("cpuset cpu pids\n")).isEmpty();
  }

  /** What is written to a cgroup that has these controllers. */
  private String handedOn(String controllers) throws Exception {
    Files.writeString(directory.resolve("cgroup.controllers"), controllers);
    Path control = Files.writeString(directory.resolve("cgroup.subtree_control"), "");
    int cgroup = Paths.openDirectory(directory.toString());
    try {
      Cgroups.handMemoryOn(cgroup);
      return Files.readString(control);
    } finally {
      Descriptors.closeQuietly(cgroup);
    }
  }

  private static JobCgroup cgroupAt(Path path) {
    return new JobCgroup(-1, "none", path, Optional.empty(), Optional.empty());
  }

  @Test
  void jobThatWasKilledForWantOfMemoryIsSaidToBe() throws Exception {
    LinuxPorts real = LinuxPorts.builder().open();
    try (LocalJobs local = LocalJobs.over(new AlteredPorts(real, true, real.time()))) {
      Jobs jobs = local.forCaller(Caller.user("alice"));
      Job killed = jobs.start(JobSpec.of("sh", "-c", "kill -KILL $$"));
      Job dies = jobs.start(JobSpec.of("sh", "-c", "kill -TERM $$"));

      assertThat(jobs.awaitExit(killed.id()).exit())
          .isEqualTo(new Exit.Signaled(Signal.KILL, false));
      assertThat(jobs.awaitExit(killed.id()).cause()).isEqualTo(new EndCause.OutOfMemory());
      assertThat(jobs.awaitExit(dies.id()).cause()).isEqualTo(new EndCause.KilledFromOutside());
    }
  }

  @Test
  void jobThatWasKilledFromOutsideIsNotSaidToBe() throws Exception {
    Job job = jobs().start(JobSpec.of("sh", "-c", "kill -KILL $$"));

    assertThat(jobs().awaitExit(job.id()).cause()).isEqualTo(new EndCause.KilledFromOutside());
  }
}
