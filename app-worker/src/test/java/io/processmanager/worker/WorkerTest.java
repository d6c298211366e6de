package io.processmanager.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.FakeJobs;
import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.StopOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose jobs' drain is over at once, whatever state they are in. */
class WorkerTest {

  private static final JobState.Running RUNNING = new JobState.Running(Instant.EPOCH);
  private static final JobState.Stopping STOPPING =
      RUNNING.stop(new StopReason.Asked(new Owner("CN=alice")), Duration.ZERO, Instant.EPOCH);
  private static final JobState.Ended ENDED =
      STOPPING.end(new Exit.Signaled(Signal.KILL, false), true, Instant.EPOCH);

  private final FakeJobs jobs = new FakeJobs();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Worker worker;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    GrpcJobsServer server =
        GrpcJobsServer.builder()
            .jobs(jobs)
            .tls(TestPki.create(directory).server().material())
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build();
    WorkerLog.to(new PrintStream(log, true, UTF_8));
    worker = new Worker(jobs, List.of(server), "all works");
    worker.start();
  }

  @AfterEach
  void restoreLog() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  @Test
  void startTellsInOneLineWhatOfThisMachineWasFoundToWork() throws Exception {
    assertThat(log.toString(UTF_8).lines())
        .filteredOn(line -> line.contains("self-test: "))
        .singleElement()
        .asString()
        .endsWith(" INFO  self-test: all works");

    assertThat(worker.drain(Duration.ZERO)).isTrue();
  }

  @Test
  void drainOfJobsThatHaveAllEndedIsComplete() throws Exception {
    assertThat(worker.drain(Duration.ZERO)).isTrue();
  }

  @Test
  void drainThatLeavesNothingOfAJobIsComplete() throws Exception {
    startJob();
    jobs.answerStops(new StopOutcome(ENDED, true, Thoroughness.COMPLETE));

    assertThat(worker.drain(Duration.ZERO)).isTrue();
  }

  @Test
  void drainThatLeavesAJobToTheKernelEndsAllTheSameAndSaysSo() throws Exception {
    startJob();
    jobs.answerStops(new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING));

    assertThat(worker.drain(Duration.ZERO)).isFalse();
  }

  @Test
  void drainThatLeavesToTheKernelWhatAnEndedJobLeftBehindSaysSo() throws Exception {
    startJob();
    jobs.answerStops(new StopOutcome(ENDED, true, Thoroughness.KILL_PENDING));

    assertThat(worker.drain(Duration.ZERO)).isFalse();
  }

  @Test
  void drainDoesNotWaitForAJobThatTellsNothing() throws Exception {
    startJob();

    assertThat(worker.drain(Duration.ZERO)).isFalse();
  }

  private void startJob() {
    jobs.forCaller(Caller.user("CN=alice")).start(JobSpec.of("true"));
  }
}
