package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom the kernel kills first for want of memory. This JVM makes itself a likely victim: that, and
 * to take it back, is allowed to anybody.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OomScoreTest {

  private static final Path ADJUSTMENT = Path.of("/proc/self/oom_score_adj");

  @TempDir private Path directory;
  private String before = "0";

  @BeforeEach
  void adjust() throws Exception {
    before = Files.readString(ADJUSTMENT).strip();
    Files.writeString(ADJUSTMENT, "300");
  }

  @AfterEach
  void takeBack() throws Exception {
    Files.writeString(ADJUSTMENT, before);
  }

  @Test
  void likelyVictimsJobsAreLikelyVictims() throws Exception {
    assertThat(jobsAdjustment(UnaryOperator.identity())).isEqualTo("300");
  }

  @Test
  void valueThatIsSetForTheJobIsNotSetForItsParent() throws Exception {
    assertThat(jobsAdjustment(Spawn::withUsualOomScore)).isEqualTo("0");

    assertThat(Files.readString(ADJUSTMENT).strip()).isEqualTo("300");
  }

  private String jobsAdjustment(UnaryOperator<Spawn> change) throws Exception {
    LaunchSetting setting =
        new EngineOpening(
                Drain.standard(),
                CgroupUse.WHERE_POSSIBLE,
                false,
                new DelayScheduler(),
                Runnable::run)
            .open();
    LinuxProcessLauncher launcher =
        LinuxProcessLauncher.start(
            new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20)),
            setting.with(change.apply(setting.spawn())));
    try {
      Path told = directory.resolve("told");
      JobSpec spec = JobSpec.of("cp", ADJUSTMENT.toString(), told.toString());
      var process = launcher.launch(new JobId(UUID.randomUUID()), SOMEBODY, spec);
      launcher.onExit(process).toCompletableFuture().get(30, TimeUnit.SECONDS);
      return Files.readString(told).strip();
    } finally {
      launcher.close();
    }
  }
}
