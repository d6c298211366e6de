package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a call whose connection is lost before its answer. */
class LostCallsTest {

  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));

  @TempDir private Path directory;
  private final List<Audit.Event> trail = Collections.synchronizedList(new ArrayList<>());
  private volatile Class<?> cutAt = Void.class;
  private final LocalJobs local = LocalJobs.builder().audit(this::record).open();
  private final Jobs alice = local.forCaller(Caller.user("CN=alice"));
  private Loopback loopback;
  private CuttingProxy proxy;
  private GrpcJobs jobs;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(local, Files.createDirectory(directory.resolve("pki")));
    proxy = CuttingProxy.before(loopback.server().port());
    jobs = client(QUICK);
    jobs.list(JobQuery.own());
  }

  private GrpcJobs client(Reconnect reconnect) {
    return GrpcJobs.builder()
        .address(proxy.address())
        .tls(loopback.pki().client("alice").material())
        .reconnect(reconnect)
        .build();
  }

  @AfterEach
  void stop() {
    jobs.close();
    proxy.close();
    loopback.close();
    local.close();
  }

  /** Told while the call is served, and before it is answered. */
  private void record(Audit.Event event) {
    trail.add(event);
    if (cutAt.isInstance(event)) {
      cutAt = Void.class;
      proxy.cut();
    }
  }

  private void cutAt(Class<? extends Audit.Event> event) {
    cutAt = event;
  }

  private long told(Class<? extends Audit.Event> event) {
    return List.copyOf(trail).stream().filter(event::isInstance).count();
  }

  @Test
  void startWhoseAnswerIsLostStartsOneJobAndReturnsIt() {
    cutAt(Audit.Event.Started.class);

    Job job = jobs.start(JobSpec.of("sleep", "60"));

    assertThat(alice.list(JobQuery.own()).jobs()).containsExactly(job);
  }

  @Test
  void startThatMayNotBeAskedForAgainFailsAtOnce() {
    try (GrpcJobs impatient = client(Reconnect.never())) {
      impatient.list(JobQuery.own());
      cutAt(Audit.Event.Started.class);

      assertThatExceptionOfType(JobsException.Unavailable.class)
          .isThrownBy(() -> impatient.start(JobSpec.of("sleep", "60")));
    }
    assertThat(told(Audit.Event.Started.class)).isEqualTo(1);
  }

  @Test
  void signalIsNeverSentTwice() {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    cutAt(Audit.Event.SignalSent.class);

    assertThatExceptionOfType(JobsException.Unavailable.class)
        .isThrownBy(() -> jobs.signal(job.id(), Signal.CONT));

    assertThat(told(Audit.Event.SignalSent.class)).isEqualTo(1);
  }

  @Test
  void stopWhoseAnswerIsLostIsAnswered() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    cutAt(Audit.Event.StopRequested.class);

    StopOutcome outcome = jobs.stop(job.id());

    assertThat(outcome.end().orElseThrow().exit()).isInstanceOf(Exit.Signaled.class);
    assertThat(told(Audit.Event.StopRequested.class)).isEqualTo(1);
  }

  @Test
  void waitGoesOnOverTheNextConnection() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    CompletableFuture<JobState.Ended> exit = jobs.onExit(job.id()).toCompletableFuture();
    // The wait went ahead of this on the same connection.
    jobs.status(job.id());

    proxy.cut();
    alice.stop(job.id());

    assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(alice.awaitExit(job.id()));
    assertThat(jobs.pendingTimers()).isZero();
  }

  @Test
  void questionWaitsForAWorkerThatIsAwayForAMoment() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    proxy.passOnToNobody();
    proxy.cut();

    CompletableFuture<JobState> asked =
        CompletableFuture.supplyAsync(() -> jobs.status(job.id()).job().state());
    proxy.awaitRefusals(3);
    proxy.passOnTo(loopback.server().port());

    assertThat(asked.get(20, TimeUnit.SECONDS)).isInstanceOf(JobState.Running.class);
  }

  @Test
  void boundedWaitOutlivesItsConnectionAndNotItsBound() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "60"));
    proxy.passOnToNobody();
    proxy.cut();

    assertThat(jobs.awaitExit(job.id(), Duration.ofMillis(50))).isEmpty();

    proxy.passOnTo(loopback.server().port());
    alice.stop(job.id());
    assertThat(jobs.awaitExit(job.id(), Duration.ofSeconds(20))).isPresent();
  }

  @Test
  void workerThatStaysAwayIsToldWithTheReason() throws Exception {
    try (GrpcJobs brief = client(QUICK.withGiveUpAfter(Duration.ofMillis(200)))) {
      Job job = brief.start(JobSpec.of("sleep", "60"));
      CompletableFuture<JobState.Ended> exit = brief.onExit(job.id()).toCompletableFuture();
      brief.status(job.id());
      proxy.close();

      assertThatExceptionOfType(JobsException.Unavailable.class)
          .isThrownBy(() -> brief.status(job.id()))
          .withMessageContaining("cannot reach the worker at ");
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> exit.get(20, TimeUnit.SECONDS))
          .withCauseInstanceOf(JobsException.Unavailable.class);
    }
  }

  @Test
  void closingTheClientEndsAWaitBetweenTwoTries() throws Exception {
    Duration hour = Duration.ofHours(1);
    GrpcJobs patient = client(new Reconnect(hour, hour, hour.multipliedBy(2)));
    Job job = patient.start(JobSpec.of("sleep", "60"));
    CompletableFuture<JobState.Ended> exit = patient.onExit(job.id()).toCompletableFuture();
    patient.status(job.id());
    proxy.cut();
    while (patient.pendingTimers() == 0) {
      Thread.onSpinWait();
    }

    patient.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> exit.get(20, TimeUnit.SECONDS))
        .withMessageContaining("this client has been closed");
  }

  @Test
  void waitThatIsCancelledBetweenTwoTriesLeavesNoTimer() throws Exception {
    Duration hour = Duration.ofHours(1);
    try (GrpcJobs patient = client(new Reconnect(hour, hour, hour.multipliedBy(2)))) {
      Job job = patient.start(JobSpec.of("sleep", "60"));
      CompletableFuture<JobState.Ended> exit = patient.onExit(job.id()).toCompletableFuture();
      patient.status(job.id());
      proxy.cut();
      while (patient.pendingTimers() == 0) {
        Thread.onSpinWait();
      }

      exit.cancel(true);

      assertThat(patient.pendingTimers()).isZero();
    }
  }
}
