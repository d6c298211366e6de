package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
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

  @TempDir private Path directory;
  private final LocalJobs local = LocalJobs.open();
  private Loopback loopback;
  private GrpcJobs jobs;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(local, directory);
    jobs = loopback.client("alice");
  }

  @AfterEach
  void stop() {
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
  void thousandRunsAtOnceNeedNoThreadEach() throws Exception {
    int threads = Thread.activeCount();
    List<CompletableFuture<String>> outputs = new ArrayList<>();

    for (int i = 0; i < JOBS; i++) {
      outputs.add(
          jobs.runAsync(JobSpec.of("echo", Integer.toString(i)), 100)
              .thenApply(run -> run.orThrow().output().text())
              .toCompletableFuture());
    }

    for (int i = 0; i < JOBS; i++) {
      assertThat(outputs.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i + "\n");
    }
    assertThat(Thread.activeCount() - threads).isLessThan(50);
  }
}
