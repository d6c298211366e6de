package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.inbound.RequestId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsOverLoopbackTest {

  private static final JobState.Ended ENDED =
      new JobState.Ended(
          Instant.EPOCH, Instant.EPOCH.plusSeconds(1), new Exit.Exited(3), new EndCause.ByItself());

  private final FakeJobs fake = new FakeJobs();
  private Loopback loopback;
  private GrpcJobs jobs;

  @BeforeEach
  void serve(@TempDir Path directory) throws Exception {
    loopback = Loopback.serve(fake, directory);
    jobs = loopback.client("alice");
  }

  @AfterEach
  void stop() throws Exception {
    loopback.close();
  }

  @Test
  void timeoutMayBeLongerThanAnyDeadline() {
    Duration eternity = Duration.ofSeconds(Long.MAX_VALUE);

    try (GrpcJobs patient =
        GrpcJobs.builder()
            .address(loopback.address())
            .tls(loopback.pki().client("alice").material())
            .callTimeout(eternity)
            .build()) {
      assertThat(patient.list(JobQuery.visible()).jobs()).isEmpty();
    }
  }

  @Test
  void callIsMadeForTheIdentityOfTheCertificate() {
    Job job = jobs.start(JobSpec.of("true", "a", "b"));

    assertThat(fake.lastCaller).isEqualTo(Caller.user("CN=alice"));
    assertThat(job.owner().name()).isEqualTo("CN=alice");
    assertThat(job.spec()).isEqualTo(JobSpec.of("true", "a", "b"));
    assertThat(jobs.status(job.id()).job()).isEqualTo(job);
    assertThat(jobs.list(JobQuery.visible()).jobs()).containsExactly(job);
  }

  @Test
  void requestIdReachesTheWorker() {
    jobs.start(JobSpec.of("true"), new RequestId("once"));

    assertThat(fake.lastRequestId).isEqualTo(new RequestId("once"));
  }

  @Test
  void waitAnswersWithTheEnd() throws Exception {
    Job job = jobs.start(JobSpec.of("true"));
    CompletableFuture<JobState.Ended> exit = jobs.onExit(job.id()).toCompletableFuture();

    fake.exit.complete(ENDED);

    assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(ENDED);
  }

  @Test
  void anotherOwnersJobIsRefusedByEveryCall() {
    JobId foreign = loopback.client("bob").start(JobSpec.of("true")).id();

    assertThatThrownBy(() -> jobs.status(foreign)).isInstanceOf(JobsException.NotPermitted.class);
    assertThatThrownBy(() -> jobs.stop(foreign)).isInstanceOf(JobsException.NotPermitted.class);
    assertThatThrownBy(() -> jobs.awaitExit(foreign))
        .isInstanceOf(JobsException.NotPermitted.class);
    assertThatThrownBy(() -> jobs.signal(foreign, Signal.HUP))
        .isInstanceOf(JobsException.NotPermitted.class);
    assertThatThrownBy(() -> firstItem(foreign)).isInstanceOf(JobsException.NotPermitted.class);
    assertThat(jobs.list(JobQuery.visible()).jobs()).isEmpty();
  }

  @Test
  void unknownJobIsNotFoundByEveryCall() {
    JobId unknown = new JobId(UUID.randomUUID());

    assertThatThrownBy(() -> jobs.status(unknown)).isInstanceOf(JobsException.NotFound.class);
    assertThatThrownBy(() -> jobs.stop(unknown)).isInstanceOf(JobsException.NotFound.class);
    assertThatThrownBy(() -> jobs.awaitExit(unknown)).isInstanceOf(JobsException.NotFound.class);
    assertThatThrownBy(() -> jobs.signal(unknown, Signal.HUP))
        .isInstanceOf(JobsException.NotFound.class);
    assertThatThrownBy(() -> firstItem(unknown)).isInstanceOf(JobsException.NotFound.class);
  }

  private void firstItem(JobId job) throws InterruptedException {
    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      reader.next();
    }
  }

  @Test
  void unexpectedFailureTellsTheClientNothingOfTheWorkersInside() {
    fake.failure = new IllegalStateException("secret /path of com.example.Inside");

    assertThatThrownBy(() -> jobs.start(JobSpec.of("true")))
        .isInstanceOf(JobsException.Failed.class)
        .hasMessageNotContainingAny("secret", "/path", "Inside", "IllegalState");
  }

  @Test
  void cancelledWaitIsCancelledOnTheServer() throws Exception {
    Job job = jobs.start(JobSpec.of("true"));
    CompletableFuture<JobState.Ended> wait = jobs.onExit(job.id()).toCompletableFuture();
    assertThat(fake.waiting.await(20, TimeUnit.SECONDS)).isTrue();

    wait.cancel(true);

    assertThat(fake.exit)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(CancellationException.class);
  }
}
