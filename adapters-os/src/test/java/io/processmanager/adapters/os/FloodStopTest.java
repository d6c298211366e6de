package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that prints without end is stopped in the middle of it. */
final class FloodStopTest {

  private static final long FLOOD_BYTES = 100 << 20;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void floodIsStoppedAndItsOutputEnds(boolean onDisk, @TempDir Path directory) throws Exception {
    OutputPlace place = onDisk ? OutputPlace.spool(directory) : OutputPlace.memory();
    try (LocalJobs local = LocalJobs.over(LinuxPorts.builder().output(place).open())) {
      Jobs jobs = local.jobs();
      JobId flood = jobs.start(JobSpec.of("yes")).id();
      while (jobs.status(flood).output().endOffset() < FLOOD_BYTES) {
        Thread.sleep(5);
      }

      jobs.stop(flood);

      OutputLog output = jobs.status(flood).output();
      assertThat(jobs.awaitExit(flood).exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
      assertThat(output.hasEnded()).isTrue();
      assertThat(output.lostBytes()).isZero();
      assertThat(jobs.status(flood).output()).isEqualTo(output);
    }
  }
}
