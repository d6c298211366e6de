package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orphans that have left the job's session and sleep uninterruptibly when they are looked for: only
 * their mark tells whose they are.
 */
final class HeldOrphansTest extends EngineTest {

  private static final Duration GRACE = Duration.ofMillis(100);

  HeldOrphansTest() {
    super(CgroupUse.NONE);
  }

  @RepeatedTest(5)
  void orphanThatWritesToADiskIsKilled(@TempDir Path disk) throws Exception {
    assumeFalse(
        Files.getFileStore(disk).type().equals("tmpfs"),
        "temporary files lie in memory here, where no write waits for a disk");
    Job job =
        startWithOrphan("exec dd if=/dev/zero of=$FILE bs=4k count=50000 oflag=sync,direct", disk);
    long orphan = pidAfter(job, "orphan ");
    awaitHeld(orphan);

    StopOutcome outcome = jobs().stop(job.id(), GRACE);

    assertThat(isAlive(orphan)).isFalse();
    assertThat(outcome.killed()).isTrue();
    assertThat(outcome.thoroughness()).isEqualTo(Thoroughness.BEST_EFFORT);
  }

  @Test
  void killOfAnOrphanThatIsHeldIsPendingAndTakesEffectWhenItIsNot(@TempDir Path disk)
      throws Exception {
    try (Freezer freezer = Freezer.assumed()) {
      Job job = startWithOrphan("exec sleep 60", disk);
      long orphan = pidAfter(job, "orphan ");
      freezer.freeze(orphan);

      StopOutcome pending = jobs().stop(job.id(), GRACE);
      freezer.thaw();
      StopOutcome later = jobs().stop(job.id(), GRACE);

      assertThat(pending.thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
      assertThat(later.thoroughness()).isEqualTo(Thoroughness.BEST_EFFORT);
      assertThat(later.killed()).isTrue();
      assertThat(isAlive(orphan)).isFalse();
    }
  }

  /** Its parent has ended when the leader says that it is up. */
  private Job startWithOrphan(String orphan, Path disk) throws Exception {
    String script = "(setsid sh -c 'echo orphan $$; " + orphan + "' &); echo up; exec sleep 60";
    Job job =
        jobs()
            .start(
                JobSpec.of("sh", "-c", script)
                    .withEnvironment("FILE", disk.resolve("written").toString()));
    awaitText(outputOf(job), "up\n");
    return job;
  }

  private static void awaitHeld(long pid) {
    Waits.until(
        "process " + pid + " is held",
        () -> LiveProcess.read(pid).filter(LiveProcess::isHeld).isPresent());
  }
}
