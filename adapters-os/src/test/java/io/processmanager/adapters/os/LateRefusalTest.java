package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputLimits;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A launch that fails when its program runs already: its end cannot be waited for. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LateRefusalTest {

  private static final long BOUND_SECONDS = 20;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = CgroupUse.class,
      names = {"WHERE_POSSIBLE", "NONE"})
  void nothingIsLeftOfIt(CgroupUse use) throws Exception {
    Path program = directory.resolve("sleep");
    Files.copy(Path.of("/bin/sleep").toRealPath(), program);
    Executables.allow(program, "rwxr-xr-x");
    LaunchSetting setting =
        new EngineOpening(Drain.standard(), use, false, new DelayScheduler(), Runnable::run).open();
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    JobId job = new JobId(UUID.randomUUID());
    Launch launch =
        new Launch(
            setting,
            CaptureLanes.within(setting.reactor()),
            JobSpec.of(program.toString(), "600"),
            new OutputSink(job, storage.create(job, SOMEBODY)));
    List<Long> before = EngineTest.childPids();

    try (ExecutorService starter = Executors.newSingleThreadExecutor()) {
      Future<LaunchedProcess> launched;
      // As long as it is being written it is tried again and again, with the output open.
      try (RandomAccessFile writing = new RandomAccessFile(program.toFile(), "rw")) {
        AtomicReference<Thread> trying = new AtomicReference<>();
        launched =
            starter.submit(
                () -> {
                  trying.set(Thread.currentThread());
                  return launch.run(1);
                });
        Waits.untilAStartIsTriedAgain(trying);
        setting.reactor().stop();
        assertThat(writing.length()).isPositive();
      }

      assertThatThrownBy(() -> launched.get(BOUND_SECONDS, TimeUnit.SECONDS))
          .hasCauseInstanceOf(JobsException.class);
    }
    assertThat(EngineTest.childPids()).isEqualTo(before);
    setting.close();
  }

  /** An engine without a reactor, as nothing else there could be made to fail. */
  @ParameterizedTest
  @EnumSource(
      value = CgroupUse.class,
      names = {"WHERE_POSSIBLE", "NONE"})
  @SuppressWarnings("NullAway") // on purpose
  void nothingIsLeftOfOneThatFailsInAWayNobodyThoughtOf(CgroupUse use) throws Exception {
    LaunchSetting whole =
        new EngineOpening(Drain.standard(), use, false, new DelayScheduler(), Runnable::run).open();
    LaunchSetting failing =
        new LaunchSetting(
            null,
            whole.spawn(),
            whole.devNull(),
            whole.lowDescriptors(),
            whole.drain(),
            whole.limits(),
            whole.cgroups());
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    JobId job = new JobId(UUID.randomUUID());
    Launch launch =
        new Launch(
            failing,
            CaptureLanes.within(whole.reactor()),
            JobSpec.of("sleep", "600"),
            new OutputSink(job, storage.create(job, SOMEBODY)));
    whole.cgroups().ifPresent(Cgroups::keepNoneForReuse);
    List<Long> before = EngineTest.childPids();
    long descriptors = EngineTest.openDescriptors();

    assertThatThrownBy(() -> launch.run(1)).isInstanceOf(NullPointerException.class);

    assertThat(EngineTest.childPids()).isEqualTo(before);
    assertThat(EngineTest.openDescriptors()).isEqualTo(descriptors);
    whole.reactor().stop();
    whole.close();
  }
}
