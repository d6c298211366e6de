package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.ProcessRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which descriptors a child gets, whether it shares its parent's table at first or copies it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DescriptorTableTest {

  private static final long BOUND_SECONDS = 30;
  private static final int THOUSANDS = 3_000;

  @TempDir private Path directory;
  private final List<Integer> opened = new ArrayList<>();

  @AfterEach
  void closeOpened() {
    opened.forEach(Descriptors::closeQuietly);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void directoryOpenedBehindThousandsOfDescriptorsIsWhereTheJobStarts(boolean copied)
      throws Exception {
    for (int i = 0; i < THOUSANDS; i++) {
      opened.add(Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null"));
    }

    Exit exit = run(copied, "pwd -P > told");

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(Files.readString(directory.resolve("told")).strip())
        .isEqualTo(directory.toRealPath().toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jobHasTheStandardDescriptorsOnly(boolean copied) throws Exception {
    opened.add(Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null"));

    Exit exit = run(copied, "exec ls /proc/self/fd > told");

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    // The last is of the directory that is being listed.
    assertThat(Files.readAllLines(directory.resolve("told"))).containsExactly("0", "1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thisProcessKeepsWhatItHas(boolean copied) throws Exception {
    int kept = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/zero");
    opened.add(kept);
    Path link = Path.of("/proc/self/fd", Integer.toString(kept));

    run(copied, "exit 0");

    assertThat(Files.readSymbolicLink(link)).hasToString("/dev/zero");
  }

  /** Runs a script in the test's directory, with an engine of its own. */
  private Exit run(boolean copied, String script) throws Exception {
    LaunchSetting setting =
        new EngineOpening(
                Drain.standard(),
                CgroupUse.WHERE_POSSIBLE,
                false,
                new DelayScheduler(),
                Runnable::run)
            .open();
    Spawn spawn = copied ? setting.spawn().withCopiedDescriptors() : setting.spawn();
    LinuxProcessLauncher launcher =
        LinuxProcessLauncher.start(
            new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20)), setting.with(spawn));
    try {
      JobSpec spec = JobSpec.of("sh", "-c", script).withWorkingDirectory(directory.toString());
      ProcessRef process = launcher.launch(new JobId(UUID.randomUUID()), SOMEBODY, spec);
      LeaderEnd end =
          launcher.onExit(process).toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
      return end.exit();
    } finally {
      launcher.close();
    }
  }
}
