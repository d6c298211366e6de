package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits for less time than an answer takes. */
class TimedWaitsTest {

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

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, 0, 1, 1000})
  void endedJobIsToldHoweverShortTheTime(long nanos) throws Exception {
    JobId job = jobs.start(JobSpec.of("sh", "-c", "exit 7")).id();
    JobState.Ended ended = jobs.awaitExit(job);

    assertThat(jobs.awaitExit(job, Duration.ofNanos(nanos))).contains(ended);
    assertThat(ended.exit()).isEqualTo(new Exit.Exited(7));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, 0, 1, 1000})
  void unknownJobIsToldHoweverShortTheTime(long nanos) {
    JobId unknown = new JobId(UUID.randomUUID());

    assertThatExceptionOfType(JobsException.NotFound.class)
        .isThrownBy(() -> jobs.awaitExit(unknown, Duration.ofNanos(nanos)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 50_000_000})
  void runningJobIsToldAsNoneThatHasEnded(long nanos) throws Exception {
    JobId job = jobs.start(JobSpec.of("sleep", "60")).id();

    assertThat(jobs.awaitExit(job, Duration.ofNanos(nanos))).isEmpty();
  }

  @Test
  void interruptedThreadIsToldAndNotAsked() {
    JobId job = jobs.start(JobSpec.of("sleep", "60")).id();
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> jobs.awaitExit(job, Duration.ZERO));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void oneCallServesAllWhoLookAgainAndAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<JobState.Ended> exit = new CompletableFuture<>();
    JobId job = new JobId(UUID.randomUUID());
    try (Retries timers = new Retries()) {
      TimedWaits waits =
          new TimedWaits(
              unused -> {
                calls.incrementAndGet();
                return exit;
              },
              timers);
      for (int i = 0; i < 100; i++) {
        assertThat(waits.await(job, Duration.ofNanos(1))).isEmpty();
      }
      JobState.Ended ended =
          new JobState.Ended(
              Instant.EPOCH, Instant.EPOCH, new Exit.Exited(0), new EndCause.ByItself());

      exit.complete(ended);

      assertThat(calls).hasValue(1);
      assertThat(timers.pending()).isEqualTo(1);
      assertThat(waits.await(job, Duration.ofNanos(1))).contains(ended);
    }
  }
}
