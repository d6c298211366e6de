package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Registration;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storage that fails costs its job the output, and nothing else. */
final class FailingStorageTest {

  private static final long BOUND_SECONDS = 30;

  private final MemoryOutputStorage memory =
      new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
  private final CompletableFuture<OutputCompletion> ended = new CompletableFuture<>();
  private LinuxProcessLauncher launcher;
  private boolean countsLosses = true;

  @BeforeEach
  void startEngine() {
    LaunchSetting setting =
        new EngineOpening(
                Drain.standard(),
                CgroupUse.WHERE_POSSIBLE,
                false,
                new DelayScheduler(),
                Runnable::run)
            .open();
    launcher = LinuxProcessLauncher.start(new FailsInTheSecondAppend(), setting);
  }

  @AfterEach
  void closeEngine() {
    launcher.close();
  }

  private LeaderEnd run(JobId job) throws Exception {
    String script = "echo kept; sleep 0.2; echo lost; sleep 0.2; echo again; exit 5";
    ProcessRef process = launcher.launch(job, SOMEBODY, JobSpec.of("sh", "-c", script));
    return launcher.onExit(process).toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  private OutputCompletion completion() throws Exception {
    return ended.get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void jobRunsOnItsLossIsCountedAndWhatFollowsIsKept() throws Exception {
    JobId job = new JobId(UUID.randomUUID());

    LeaderEnd end = run(job);

    assertThat(end).isEqualTo(LeaderEnd.of(new Exit.Exited(5)));
    assertThat(completion()).isEqualTo(OutputCompletion.COMPLETE);
    assertThat(memory.log(job)).isEqualTo(new OutputLog(0, 16, 5, OutputCompletion.COMPLETE));
    assertThat(memory.read(job, 5, 1))
        .isEqualTo(new OutputStorage.OutputRead.Item(new OutputItem.Gap(5, 10, GapCause.LOST)));
  }

  @Test
  void outputOfAStorageThatCountsNoLossIsCutOff() throws Exception {
    JobId job = new JobId(UUID.randomUUID());
    countsLosses = false;

    LeaderEnd end = run(job);

    assertThat(end).isEqualTo(LeaderEnd.of(new Exit.Exited(5)));
    assertThat(completion()).isEqualTo(OutputCompletion.CUT_OFF);
    assertThat(memory.log(job)).isEqualTo(new OutputLog(0, 5, 0, OutputCompletion.CUT_OFF));
  }

  private final class FailsInTheSecondAppend implements OutputStorage {

    @Override
    public OutputWriter create(JobId job, Owner owner) {
      OutputWriter writer = memory.create(job, owner);
      return new OutputWriter() {

        private int appends;

        @Override
        public void append(ByteBuffer bytes, Instant capturedAt) {
          appends++;
          if (appends == 2) {
            throw new IllegalStateException("no room, on purpose");
          }
          writer.append(bytes, capturedAt);
        }

        @Override
        public void lose(long lengthBytes, Instant at) {
          if (countsLosses) {
            writer.lose(lengthBytes, at);
          } else {
            OutputWriter.super.lose(lengthBytes, at);
          }
        }

        @Override
        public void end(OutputCompletion how) {
          writer.end(how);
          ended.complete(how);
        }
      };
    }

    @Override
    public OutputLog log(JobId job) {
      return memory.log(job);
    }

    @Override
    public OutputRead read(JobId job, long offset, int maxBytes) {
      return memory.read(job, offset, maxBytes);
    }

    @Override
    public boolean mayBlock() {
      return memory.mayBlock();
    }

    @Override
    public Optional<CaptureSpan> captureSpan(JobId job, long offset) {
      return memory.captureSpan(job, offset);
    }

    @Override
    public long offsetSince(JobId job, Instant time) {
      return memory.offsetSince(job, time);
    }

    @Override
    public Registration onGrowth(JobId job, long offset, Runnable wakeUp) {
      return memory.onGrowth(job, offset, wakeUp);
    }

    @Override
    public void delete(JobId job) {
      memory.delete(job);
    }
  }
}
