package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.ProcessRef;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A close in which something goes wrong that nobody has thought of. */
final class FailingCloseTest {

  private static final JobId JOB = new JobId(new UUID(0, 1));

  private final List<String> done = new ArrayList<>();
  private LaunchSetting setting;

  @BeforeEach
  void openEngine() {
    setting =
        new EngineOpening(
                Drain.standard(), CgroupUse.NONE, false, new DelayScheduler(), Runnable::run)
            .open();
  }

  @AfterEach
  void closeEngine() {
    setting.reactor().stop();
    setting.close();
  }

  @Test
  void whatCannotBeWaitedForIsLetGoOfAndTheCloseGoesOn() {
    List<LaunchedProcess> left = failingAtFirst(process(1), process(2));

    LeftProcesses.reap(
        left, process -> done.add("let go of " + process.ref().sequence()), this::allEnded);

    assertThat(done).containsExactly("let go of 1", "let go of 2", "all ended");
  }

  @Test
  void oneThatCannotBeLetGoOfHoldsUpNeitherTheOthersNorTheClose() {
    List<LaunchedProcess> left = failingAtFirst(process(1), process(2));

    LeftProcesses.reap(
        left,
        process -> {
          done.add("tried " + process.ref().sequence());
          throw new IllegalStateException("injected");
        },
        this::allEnded);

    assertThat(done).containsExactly("tried 1", "tried 2", "all ended");
  }

  @Test
  void portsGiveBackTheRestWhenTheProcessesCannotBeClosed() {
    try (LinuxPorts ports = LinuxPorts.builder().open()) {
      var _ = ports.storage().create(JOB, SOMEBODY);
      Runnable failing =
          () -> {
            throw new IllegalStateException("injected");
          };

      assertThatThrownBy(() -> ports.close(failing)).hasMessage("injected");

      assertThatThrownBy(() -> ports.readers().execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(() -> ports.storage().log(JOB)).isInstanceOf(RuntimeException.class);
    }
  }

  private void allEnded() {
    done.add("all ended");
  }

  /** One that no kernel knows. */
  private LaunchedProcess process(long sequence) {
    MemoryOutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    JobId job = new JobId(new UUID(1, sequence));
    OutputPipe none =
        new OutputPipe(
            CaptureLanes.within(setting.reactor()),
            -1,
            new OutputSink(job, storage.create(job, SOMEBODY)),
            Drain.standard());
    return new LaunchedProcess(
        new ProcessRef(sequence, -7), -1, setting.reactor(), none, new SearchContainment("secret"));
  }

  /** The first look at them fails, with something that is no failure of a system call. */
  private static List<LaunchedProcess> failingAtFirst(LaunchedProcess... processes) {
    return new AbstractList<>() {
      private boolean failed;

      @Override
      public LaunchedProcess get(int index) {
        if (!failed) {
          failed = true;
          throw new IllegalStateException("injected");
        }
        return processes[index];
      }

      @Override
      public int size() {
        return processes.length;
      }
    };
  }
}
