package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
