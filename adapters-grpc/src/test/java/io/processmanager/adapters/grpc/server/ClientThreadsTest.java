package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.wire.SocketLoops;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads take over nothing of the thread that happens to start them. */
class ClientThreadsTest {

  private static final JobState.Ended ENDED =
      new JobState.Ended(Instant.EPOCH, Instant.EPOCH, new Exit.Unknown(), new EndCause.ByItself());

  private final InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
  private final ClassLoader own = new ClassLoader() {};
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void haveSomethingToHandOn() {
    inherited.set("the caller's");
    Thread.currentThread().setContextClassLoader(own);
  }

  @AfterEach
  void comeBack() {
    inherited.remove();
    Thread.currentThread().setContextClassLoader(before);
  }

  private List<Object> seen() {
    Thread current = Thread.currentThread();
    return List.of(
        String.valueOf(inherited.get()),
        own.equals(current.getContextClassLoader()),
        current.isDaemon());
  }

  private void assertClean(CompletableFuture<List<Object>> seen) throws Exception {
    assertThat(seen.get(20, TimeUnit.SECONDS)).containsExactly("null", false, true);
  }

  private void assertClean(Executor threads) throws Exception {
    assertClean(CompletableFuture.supplyAsync(this::seen, threads));
  }

  @Test
  void stagesCompleteOnThreadsOfTheirOwn(@TempDir Path directory) throws Exception {
    FakeJobs fake = new FakeJobs();
    try (Loopback loopback = Loopback.serve(fake, directory);
        GrpcJobs jobs = loopback.client("alice")) {
      JobId job = jobs.start(JobSpec.of("true")).id();
      CompletableFuture<List<Object>> seen =
          jobs.onExit(job).thenApply(end -> seen()).toCompletableFuture();
      assertThat(fake.waiting.await(20, TimeUnit.SECONDS)).isTrue();

      fake.exit.complete(ENDED);

      assertClean(seen);
    }
  }

  @Test
  void connectionsAreServedByThreadsOfTheirOwn() throws Exception {
    for (var loops : List.of(SocketLoops.open(1, "unix"), SocketLoops.openForTcp(1, "tcp"))) {
      assertClean(loops);
      SocketLoops.end(loops);
    }
  }

  @Test
  void callsAreServedByThreadsOfTheirOwn() throws Exception {
    assertClean(CallThreads.forCalls());
    assertClean(CallThreads.forSearches());
  }
}
