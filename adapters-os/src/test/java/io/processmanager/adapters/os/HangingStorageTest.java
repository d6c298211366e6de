package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputCompletion;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A storage that does not return, as a disk that does not answer, holds up as little as it can. */
final class HangingStorageTest {

  private static final long BOUND_SECONDS = 30;
  private static final long BYTES_OF_A_FLOOD = 16L << 20;

  private final MemoryOutputStorage memory =
      new MemoryOutputStorage(new OutputLimits(64 << 20, 64 << 20));
  private final JobId hanging = new JobId(UUID.randomUUID());
  private final JobId other = new JobId(UUID.randomUUID());
  private final CountDownLatch hung = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private LinuxProcessLauncher launcher;
  private long hangsBehindBytes;

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
    launcher = LinuxProcessLauncher.start(new Hanging(), setting);
  }

  @AfterEach
  void closeEngine() {
    answer.countDown();
    launcher.close();
  }

  @Test
  void outputsOfOthersAreTakenWhileThatOfAFloodHangs() throws Exception {
    hangsBehindBytes = BYTES_OF_A_FLOOD;
    ProcessRef flood = launcher.launch(hanging, SOMEBODY, JobSpec.of("yes"));
    awaitHang();

    ProcessRef calm = launcher.launch(other, SOMEBODY, JobSpec.of("echo", "through"));

    assertThat(awaitEnd(calm)).isEqualTo(LeaderEnd.of(new Exit.Exited(0)));
    assertThat(memory.log(other)).isEqualTo(new OutputLog(0, 8, 0, OutputCompletion.COMPLETE));
    assertThat(launcher.signal(flood, Signal.KILL)).isTrue();
    assertThat(awaitEnd(flood)).isEqualTo(LeaderEnd.of(new Exit.Signaled(Signal.KILL, false)));
  }

  @Test
  void endsAreToldWhileAllOutputHangs() throws Exception {
    ProcessRef first = launcher.launch(hanging, SOMEBODY, JobSpec.of("echo", "hangs"));
    awaitHang();

    ProcessRef second =
        launcher.launch(other, SOMEBODY, JobSpec.of("sh", "-c", "echo late; exit 3"));

    assertThat(awaitEnd(first)).isEqualTo(LeaderEnd.of(new Exit.Exited(0)));
    assertThat(awaitEnd(second)).isEqualTo(LeaderEnd.of(new Exit.Exited(3)));
    assertThat(memory.log(other)).isEqualTo(OutputLog.empty());
  }

  @Test
  void whatWasPrintedMeanwhileIsThereWhenTheStorageAnswers() throws Exception {
    ProcessRef first = launcher.launch(hanging, SOMEBODY, JobSpec.of("echo", "hangs"));
    awaitHang();
    ProcessRef second = launcher.launch(other, SOMEBODY, JobSpec.of("echo", "late"));
    awaitEnd(first);
    awaitEnd(second);

    answer.countDown();

    awaitOutputEnd(other);
    assertThat(memory.log(hanging).endOffset()).isEqualTo(6);
    assertThat(memory.log(other)).isEqualTo(new OutputLog(0, 5, 0, OutputCompletion.COMPLETE));
  }

  private void awaitHang() throws InterruptedException {
    assertThat(hung.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private LeaderEnd awaitEnd(ProcessRef process) throws Exception {
    return launcher.onExit(process).toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
  }

  private void awaitOutputEnd(JobId job) throws Exception {
    while (!memory.log(job).hasEnded()) {
      CompletableFuture<Void> grown = new CompletableFuture<>();
      memory.onGrowth(job, memory.log(job).endOffset(), () -> grown.complete(null));
      grown.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Memory behind a door that closes in the middle of one job's output. */
  private final class Hanging implements OutputStorage {

    @Override
    public OutputWriter create(JobId job, Owner owner) {
      OutputWriter writer = memory.create(job, owner);
      return job.equals(hanging) ? hangsIn(writer) : writer;
    }

    private OutputWriter hangsIn(OutputWriter writer) {
      return new OutputWriter() {

        @Override
        public void append(ByteBuffer bytes, Instant capturedAt) {
          if (memory.log(hanging).endOffset() >= hangsBehindBytes) {
            hung.countDown();
            awaitUninterrupted();
          }
          writer.append(bytes, capturedAt);
        }

        @Override
        public void end(OutputCompletion how) {
          writer.end(how);
        }
      };
    }

    private void awaitUninterrupted() {
      try {
        answer.await();
      } catch (InterruptedException interrupted) {
        throw new AssertionError("nobody interrupts a lane", interrupted);
      }
    }

    @Override
    public boolean mayBlock() {
      return true;
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
