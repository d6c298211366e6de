package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Embedded jobs that are closed while somebody uses them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CloseUnderUseTest {

  private static final long BOUND_SECONDS = 60;

  private final long childrenBefore = EngineTest.children();
  private final LocalJobs local = LocalJobs.open();
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  @AfterEach
  void requireNothingLeft() {
    local.close();

    assertThat(EngineTest.children()).isLessThanOrEqualTo(childrenBefore);
  }

  @Test
  void callsInFlightEndWithARefusal() throws Exception {
    Job job = jobs.start(JobSpec.of("sh", "-c", "while :; do echo x; sleep 0.01; done"));
    List<Call> calls =
        List.of(
            () -> jobs.start(JobSpec.of("sleep", "600")),
            () -> jobs.status(job.id()),
            () -> jobs.list(JobQuery.visible()),
            () -> jobs.awaitExit(jobs.start(JobSpec.of("sleep", "600")).id()),
            () -> jobs.stop(jobs.start(JobSpec.of("sleep", "600")).id(), Duration.ofHours(1)),
            () -> readToTheEnd(job));
    CountDownLatch underWay = new CountDownLatch(calls.size());
    List<Future<Throwable>> endings = new ArrayList<>();
    try (ExecutorService callers = Executors.newCachedThreadPool()) {
      for (Call call : calls) {
        endings.add(callers.submit(() -> repeatedUntilRefused(call, underWay)));
      }
      assertThat(underWay.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();

      local.close();

      for (Future<Throwable> ending : endings) {
        assertThat(ending.get(BOUND_SECONDS, TimeUnit.SECONDS)).isInstanceOf(JobsException.class);
      }
    }
  }

  /** What the calls throw at last; those that do not wait are made until the close. */
  private static Throwable repeatedUntilRefused(Call call, CountDownLatch underWay) {
    Throwable refusal = null;
    while (refusal == null) {
      underWay.countDown();
      refusal = catchThrowable(call::make);
    }
    return refusal;
  }

  private interface Call {
    void make() throws Exception;
  }

  private void readToTheEnd(Job job) throws Exception {
    try (OutputReader output = jobs.openOutput(job.id(), OutputQuery.all())) {
      while (output.next().isPresent()) {}
    }
  }

  @Test
  void dependentOfAJobsEndMayClose() throws Exception {
    Job job = jobs.start(JobSpec.of("sleep", "0.1"));
    jobs.start(JobSpec.of("sleep", "600"));

    CompletableFuture<Void> closed =
        jobs.onExit(job.id()).thenRun(local::close).toCompletableFuture();

    closed.get(BOUND_SECONDS, TimeUnit.SECONDS);
    assertThat(catchThrowable(() -> jobs.start(JobSpec.of("true"))))
        .isInstanceOf(JobsException.Unavailable.class);
  }

  @Test
  void subscriberOfAnOutputMayClose() throws Exception {
    Job job = jobs.start(JobSpec.of("sh", "-c", "echo x; sleep 600"));
    CompletableFuture<Throwable> ended = new CompletableFuture<>();

    jobs.output(job.id(), OutputQuery.all()).subscribe(new ClosingSubscriber(local, ended));

    assertThat(ended.get(BOUND_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(JobsException.Unavailable.class);
  }

  /** Closes with the first that it is given. */
  private record ClosingSubscriber(LocalJobs local, CompletableFuture<Throwable> ended)
      implements Flow.Subscriber<OutputItem> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(OutputItem item) {
      local.close();
    }

    @Override
    public void onError(Throwable failure) {
      ended.complete(failure);
    }

    @Override
    public void onComplete() {
      ended.completeExceptionally(new AssertionError("the output of a job that ran has ended"));
    }
  }

  @Test
  void manyMayCloseAtOnceAndAllReturnWhenItIsDone() throws Exception {
    for (int i = 0; i < 10; i++) {
      jobs.start(JobSpec.of("sleep", "600"));
    }
    List<Future<Long>> left = new ArrayList<>();
    try (ExecutorService closers = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 8; i++) {
        left.add(
            closers.submit(
                () -> {
                  local.close();
                  return EngineTest.children();
                }));
      }
    }

    for (Future<Long> children : left) {
      assertThat(children.get()).isLessThanOrEqualTo(childrenBefore);
    }
  }
}
