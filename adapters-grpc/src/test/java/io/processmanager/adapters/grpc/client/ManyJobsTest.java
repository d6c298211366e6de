package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many jobs in the hand of one thread, over the wire and in this JVM. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManyJobsTest {

  private static final int JOBS = 1000;
  private static final Duration IDLE = Duration.ofMillis(200);

  @TempDir private Path directory;
  private final LocalJobs local = LocalJobs.open();
  private Loopback loopback;
  private GrpcJobs jobs;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(local, directory);
    jobs = client(IDLE);
  }

  private GrpcJobs client(Duration idleTime) {
    return GrpcJobs.builder()
        .address(loopback.address())
        .tls(loopback.pki().client("alice").material())
        .idleTime(idleTime)
        .build();
  }

  @AfterEach
  void stop() {
    jobs.close();
    loopback.close();
    local.close();
  }

  @Test
  void exitsOfAThousandJobsComeAsTheyHappenOverTheWire() throws Exception {
    assertThat(exitsOf(jobs)).hasSize(JOBS);
  }

  @Test
  void exitsOfAThousandJobsComeAsTheyHappenInThisJvm() throws Exception {
    assertThat(exitsOf(local.jobs())).hasSize(JOBS);
  }

  /** Starts the jobs and is told of their exits, on the calling thread alone. */
  private static Map<JobId, Exit> exitsOf(Jobs jobs) throws Exception {
    Map<JobId, Exit> exits = new HashMap<>();
    try (JobWatch watch = jobs.openWatch(WatchQuery.fromNow())) {
      assertThat(watch.next()).get().isInstanceOf(JobEvent.CaughtUp.class);
      Map<JobId, Integer> expected = new HashMap<>();
      for (int i = 0; i < JOBS; i++) {
        Job job = jobs.start(JobSpec.of("sh", "-c", "exit " + i % 100));
        expected.put(job.id(), i % 100);
      }
      while (exits.size() < JOBS) {
        JobEvent event = watch.next().orElseThrow();
        assertThat(event).isInstanceOf(JobEvent.Changed.class);
        Job job = ((JobEvent.Changed) event).job();
        if (job.state() instanceof JobState.Ended ended) {
          assertThat(ended.exit()).isEqualTo(new Exit.Exited(expected.getOrDefault(job.id(), -1)));
          assertThat(exits.put(job.id(), ended.exit())).as("told twice").isNull();
        }
      }
    }
    return exits;
  }

  @Test
  void moreWaitsThanAConnectionHoldsLeaveRoomForWhatIsAnsweredAtOnce() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    List<CompletableFuture<JobState.Ended>> exits = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      exits.add(jobs.onExit(job.id()).toCompletableFuture());
    }

    assertThat(jobs.connections()).isEqualTo(3);
    assertThat(jobs.status(job.id()).job()).isEqualTo(job);
    jobs.stop(job.id());

    CompletableFuture.allOf(exits.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    while (jobs.connections() > 1) {
      Thread.onSpinWait();
    }
  }

  @Test
  void connectionWhoseCallsAreOverIsKeptForAWhile() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    try (GrpcJobs patient = client(Duration.ofHours(1))) {
      List<CompletableFuture<JobState.Ended>> exits = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        exits.add(patient.onExit(job.id()).toCompletableFuture());
      }

      exits.forEach(exit -> exit.cancel(true));

      while (patient.pendingTimers() == 0) {
        Thread.onSpinWait();
      }
      assertThat(patient.connections()).isEqualTo(2);
    }
  }

  @Test
  void thousandCancelledWaitsCostNoConnection() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    for (int round = 0; round < 2; round++) {
      List<CompletableFuture<JobState.Ended>> exits = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        exits.add(jobs.onExit(job.id()).toCompletableFuture());
      }
      // Behind the waits on the same connection.
      jobs.status(job.id());
      exits.forEach(exit -> exit.cancel(true));
    }

    assertThat(jobs.status(job.id()).job()).isEqualTo(job);
    jobs.signal(job.id(), Signal.KILL);
    assertThat(jobs.awaitExit(job.id()).exit()).isInstanceOf(Exit.Signaled.class);
  }

  @Test
  void thousandRunsAtOnceNeedNoThreadEach() throws Exception {
    Path line = directory.resolve("line");
    jobs.run(JobSpec.of("mkfifo", line.toString())).orThrow();
    int before = threads();
    List<CompletableFuture<String>> outputs = new ArrayList<>();

    // Opened for both directions it waits for nobody, nor does anybody who opens it; fifo(7).
    try (RandomAccessFile release = new RandomAccessFile(line.toFile(), "rw")) {
      for (int i = 0; i < JOBS; i++) {
        outputs.add(
            jobs.runAsync(JobSpec.of("sh", "-c", "read line < " + line + "; echo " + i), 100)
                .thenApply(run -> run.orThrow().output().text())
                .toCompletableFuture());
      }
      int during = threads();

      assertThat(outputs).noneMatch(CompletableFuture::isDone);
      assertThat(during - before).isLessThan(100);
      release.write("\n".repeat(JOBS).getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < JOBS; i++) {
        assertThat(outputs.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i + "\n");
      }
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
