package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.usecase.LocalJobs;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.stubbing.Answer;

/** A stop that was asked for goes on, whatever becomes of who asked for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopsThatGoOnTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));

  @TempDir private Path directory;
  private final LocalJobs local = LocalJobs.open();
  private final Jobs alice = local.forCaller(Caller.user("CN=alice"));
  private Loopback loopback;
  private CuttingProxy proxy;
  private JobId job;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(local, Files.createDirectory(directory.resolve("pki")));
    proxy = CuttingProxy.before(loopback.server().port());
    job = alice.start(JobSpec.of("sleep", "60")).id();
  }

  @AfterEach
  void stop() {
    proxy.close();
    loopback.close();
    local.close();
  }

  private GrpcJobs client() {
    return GrpcJobs.builder()
        .address(proxy.address())
        .tls(loopback.pki().client("alice").material())
        .reconnect(QUICK)
        .build();
  }

  private void closeInterrupted(JobHandle handle) {
    Thread.currentThread().interrupt();
    handle.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @RepeatedTest(5)
  void handleThatIsClosedByAnInterruptedThreadStopsItsJob() throws Exception {
    try (GrpcJobs jobs = client()) {
      jobs.list(JobQuery.own());

      closeInterrupted(jobs.handle(job).stopOnClose());

      assertThat(alice.awaitExit(job, BOUND)).isPresent();
    }
  }

  @Test
  void stopGoesOnOverAConnectionThatIsStillBeingMade() throws Exception {
    try (GrpcJobs jobs = client()) {
      closeInterrupted(jobs.handle(job).stopOnClose());

      assertThat(alice.awaitExit(job, BOUND)).isPresent();
    }
  }

  @Test
  void stopThatNobodyWaitsForGoesOnOverTheNextConnection() throws Exception {
    try (GrpcJobs jobs = client()) {
      jobs.list(JobQuery.own());
      proxy.passOnTo(unusedPort());
      proxy.cut();

      jobs.requestStop(job).toCompletableFuture().cancel(true);
      proxy.awaitRefusals(3);
      proxy.passOnTo(loopback.server().port());

      assertThat(alice.awaitExit(job, BOUND)).isPresent();
    }
  }

  @RepeatedTest(5)
  void clientThatIsClosedAtOnceHasItsStopsArrive() throws Exception {
    GrpcJobs jobs = client();
    var unused = jobs.requestStop(job).toCompletableFuture().cancel(true);
    Thread.currentThread().interrupt();

    jobs.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(alice.awaitExit(job, BOUND)).isPresent();
  }

  @Test
  void runThatIsInterruptedInATryWithItsClientStopsItsJob() throws Exception {
    alice.stop(job, Duration.ZERO);
    CountDownLatch over = new CountDownLatch(1);
    Thread running =
        new Thread(
            () -> {
              try (GrpcJobs jobs = client()) {
                assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> jobs.run(JobSpec.of("sleep", "60")));
              }
              over.countDown();
            });
    running.start();
    while (alice.list(JobQuery.own()).jobs().size() < 2) {
      Thread.onSpinWait();
    }

    running.interrupt();

    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    JobId run = alice.list(JobQuery.own()).jobs().get(1).id();
    assertThat(alice.awaitExit(run, BOUND)).isPresent();
  }

  @RepeatedTest(5)
  void runThatIsInterruptedBeforeItsStartIsAnsweredStopsItsJob() throws Exception {
    alice.stop(job, Duration.ZERO);
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch givenUp = new CountDownLatch(1);
    Jobs slow = mock(Jobs.class, delegatesTo(alice));
    Answer<Job> late =
        call -> {
          arrived.countDown();
          givenUp.await();
          return alice.start(call.getArgument(0));
        };
    doAnswer(late).when(slow).start(any(), any());
    try (Loopback slowly = Loopback.serve(providing(slow), loopback.pki())) {
      Thread running =
          new Thread(
              () -> {
                try (GrpcJobs jobs = slowly.client("alice")) {
                  assertThatExceptionOfType(InterruptedException.class)
                      .isThrownBy(() -> jobs.run(JobSpec.of("sleep", "60")));
                  givenUp.countDown();
                }
              });
      running.start();
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();

      running.interrupt();
      running.join();

      assertThat(givenUp.getCount()).as("interrupted in vain").isZero();
      JobId run = alice.list(JobQuery.own()).jobs().get(1).id();
      assertThat(alice.awaitExit(run, BOUND)).isPresent();
    }
  }

  @Test
  void runWhoseStartOutlastsACallIsARunLikeAnyOther() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Jobs slow = mock(Jobs.class, delegatesTo(alice));
    Answer<Job> late =
        call -> {
          go.await();
          return alice.start(call.getArgument(0));
        };
    doAnswer(late).when(slow).start(any(), any());
    try (Loopback slowly = Loopback.serve(providing(slow), loopback.pki());
        GrpcJobs jobs =
            GrpcJobs.builder()
                .address(slowly.address())
                .tls(loopback.pki().client("alice").material())
                .callTimeout(Duration.ofMillis(500))
                .build()) {
      var run = jobs.runAsync(JobSpec.of("echo", "late"));
      assertThatExceptionOfType(JobsException.TimedOut.class)
          .isThrownBy(() -> jobs.start(JobSpec.of("true")));

      go.countDown();

      assertThat(run)
          .succeedsWithin(BOUND)
          .satisfies(result -> assertThat(result.output().text()).isEqualTo("late\n"));
    }
  }

  private static JobsProvider providing(Jobs jobs) {
    JobsProvider provider = mock(JobsProvider.class);
    when(provider.forCaller(any())).thenReturn(jobs);
    when(provider.drain(any())).thenReturn(CompletableFuture.completedFuture(null));
    return provider;
  }

  @Test
  void closingWaitsForNoWorkerThatSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      proxy.passOnTo(silent.getLocalPort());
      GrpcJobs jobs = client();
      var stop = jobs.requestStop(job).toCompletableFuture();

      jobs.close();

      assertThat(stop).failsWithin(BOUND);
      assertThat(alice.awaitExit(job, Duration.ZERO)).isEmpty();
    }
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
