package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.WaitJobRequest;
import io.processmanager.proto.v1.WaitJobResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What jobs do in a call is no concern of the connection that it came by. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandOverTest {

  private final Jobs served = mock(Jobs.class);
  private final CountDownLatch released = new CountDownLatch(1);
  private Loopback loopback;
  private GrpcJobs jobs;

  @BeforeEach
  void serve(@TempDir Path directory) throws Exception {
    JobsProvider provider = mock(JobsProvider.class);
    when(provider.forCaller(any())).thenReturn(served);
    loopback = Loopback.serve(provider, directory);
    jobs = loopback.client("alice");
  }

  @AfterEach
  void stop() {
    released.countDown();
    loopback.close();
  }

  @Test
  void callThatBlocksHoldsUpNoOtherOfItsConnection() throws Exception {
    CountDownLatch blocking = new CountDownLatch(1);
    when(served.start(any(), any()))
        .thenAnswer(
            call -> {
              blocking.countDown();
              released.await();
              throw new JobsException.ResourceExhausted("processes", "none is left");
            });
    when(served.list(any())).thenReturn(new JobPage(List.of(), ""));

    CompletionStage<?> started = jobs.requestStart(JobSpec.of("true"));
    assertThat(blocking.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(jobs.list(JobQuery.own()).jobs()).isEmpty();
    CompletableFuture<?> start = started.toCompletableFuture();
    assertThat(start).isNotDone();
    released.countDown();
    assertThatExceptionOfType(JobsException.ResourceExhausted.class)
        .isThrownBy(() -> jobs.start(JobSpec.of("true")));
  }

  @Test
  void callWhoseHandlerBreaksIsAnsweredAndItsCauseKeptFromTheClient() {
    when(served.status(any())).thenThrow(new StackOverflowError("deep inside"));

    assertThatExceptionOfType(JobsException.Failed.class)
        .isThrownBy(() -> jobs.status(new JobId(UUID.randomUUID())))
        .withMessageNotContaining("deep inside");
  }

  @Test
  void callThatIsGivenUpBeforeItsTurnIsNotMade() throws Exception {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    threads.execute(this::awaitRelease);
    ServerCall<WaitJobRequest, WaitJobResponse> call = mock();
    when(call.getMethodDescriptor()).thenReturn(JobServiceGrpc.getWaitJobMethod());
    ServerCall.Listener<WaitJobRequest> handler = mock();
    ServerCall.Listener<WaitJobRequest> listener =
        new HandOver(threads).interceptCall(call, new Metadata(), (begun, headers) -> handler);

    listener.onMessage(WaitJobRequest.getDefaultInstance());
    listener.onHalfClose();
    when(call.isCancelled()).thenReturn(true);
    listener.onCancel();
    released.countDown();
    threads.shutdown();

    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    verify(handler, never()).onHalfClose();
    verify(handler).onCancel();
  }

  @Test
  void requestIsNotReadWhileNoThreadIsFree() throws Exception {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    threads.execute(this::awaitRelease);
    threads.execute(() -> {});
    ServerCall<WaitJobRequest, WaitJobResponse> call = mock();
    when(call.getMethodDescriptor()).thenReturn(JobServiceGrpc.getWaitJobMethod());
    AtomicInteger begun = new AtomicInteger();

    new HandOver(threads)
        .interceptCall(
            call,
            new Metadata(),
            (waiting, headers) -> {
              begun.incrementAndGet();
              return mock();
            });

    assertThat(begun).hasValue(0);
    released.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(begun).hasValue(1);
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
