package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The close of an engine that has a job which does not die of SIGKILL. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FrozenCloseTest {

  @Test
  void closeDoesNotWaitForWhatIsFrozenAndKeepsNoDescriptor() throws Exception {
    LinuxPorts.builder().open().close();
    long before = EngineTest.openDescriptors();
    LinuxPorts frozen = LinuxPorts.builder().open();

    try (Freezer freezer = Freezer.assumed()) {
      freezer.freeze(
          frozen
              .processes()
              .launch(frozen.ids().next(), SOMEBODY, JobSpec.of("sleep", "60"))
              .pid());
      long begun = System.nanoTime();
      frozen.close();

      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
      assertThat(EngineTest.openDescriptors()).isEqualTo(before);
    } finally {
      frozen.close();
    }
    // Clears the cgroup that had to be left.
    LinuxPorts.builder().open().close();
  }
}
