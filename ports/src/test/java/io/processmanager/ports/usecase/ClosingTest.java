package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of jobs when all is closed. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClosingTest {

  private final FakePorts ports = new FakePorts();

  private LocalJobs closingWith(AtClose fate) {
    return LocalJobs.builder().atClose(fate).over(ports);
  }

  private static Jobs jobsOf(LocalJobs local) {
    return local.forCaller(Caller.user("alice"));
  }

  @Test
  void jobsAreStoppedWithTheGracePeriodThatWasConfigured() {
    LocalJobs local = closingWith(AtClose.stop(Duration.ofMinutes(1)));
    Job job = jobsOf(local).start(JobSpec.of("x"));
    CompletableFuture<JobState.Ended> wait = jobsOf(local).onExit(job.id()).toCompletableFuture();
    FakeProcesses.FakeProcess process = ports.processes.last();
    endWhen(process, () -> !process.signals.isEmpty(), new Exit.Exited(0));

    local.close();

    assertThat(wait.join().exit()).isEqualTo(new Exit.Exited(0));
    assertThat(process.signals).startsWith(Signal.TERM);
    assertThat(process.kills).hasValue(0);
    assertThat(ports.closed).isTrue();
  }

  private static void endWhen(FakeProcesses.FakeProcess process, BooleanSupplier when, Exit how) {
    new Thread(
            () -> {
              while (!when.getAsBoolean()) {
                Thread.onSpinWait();
              }
              process.end(how);
            })
        .start();
  }

  @Test
  void interruptCutsTheGracePeriodShort() {
    LocalJobs local = closingWith(AtClose.stop(StopPolicy.LONGEST_GRACE));
    jobsOf(local).start(JobSpec.of("x"));

    Thread.currentThread().interrupt();
    local.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ports.closed).isTrue();
  }

  @Test
  void jobsThatAreLeftAreSentNothingAndTheirWaitsEnd() {
    LocalJobs local = closingWith(AtClose.leave());
    Jobs jobs = jobsOf(local);
    Job job = jobs.start(JobSpec.of("x"));
    CompletableFuture<JobState.Ended> wait = jobs.onExit(job.id()).toCompletableFuture();

    local.close();

    assertThat(ports.processes.last().signals).isEmpty();
    assertThat(ports.processes.last().kills).hasValue(0);
    assertThat(ports.left).isTrue();
    assertThat(ports.closed).isFalse();
    assertThat(wait)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(JobsException.Unavailable.class);
    assertThatExceptionOfType(JobsException.Unavailable.class)
        .isThrownBy(() -> jobs.start(JobSpec.of("y")));
  }

  @Test
  void jobThatSomebodyIsStoppingIsKilledAlthoughTheOthersAreLeft() {
    LocalJobs local = closingWith(AtClose.leave());
    Jobs jobs = jobsOf(local);
    Job stopped = jobs.start(JobSpec.of("x"));
    FakeProcesses.FakeProcess ofStopped = ports.processes.last();
    jobs.start(JobSpec.of("y"));
    var unused = jobs.requestStop(stopped.id(), Duration.ofMinutes(1));
    endWhen(ofStopped, () -> ofStopped.kills.get() > 0, new Exit.Signaled(Signal.KILL, false));

    local.close();

    assertThat(ofStopped.retiredWith()).isPresent();
    assertThat(ports.processes.last().signals).isEmpty();
    assertThat(ports.processes.last().kills).hasValue(0);
  }

  @Test
  void whoClosesSecondWaitsForTheFirst() throws Exception {
    LocalJobs local = closingWith(AtClose.stop(Duration.ofMinutes(1)));
    jobsOf(local).start(JobSpec.of("x"));
    FakeProcesses.FakeProcess process = ports.processes.last();
    Thread first = new Thread(local::close);
    first.start();
    while (process.signals.isEmpty()) {
      Thread.onSpinWait();
    }
    CountDownLatch secondIsThrough = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> {
              local.close();
              secondIsThrough.countDown();
            });
    second.start();
    while (second.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }

    process.end(new Exit.Exited(0));

    assertThat(secondIsThrough.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ports.closed).isTrue();
    first.join();
  }

  @Test
  void everyCallIsRefusedFromTheCloseOn() {
    LocalJobs local = closingWith(AtClose.leave());
    Jobs jobs = jobsOf(local);
    JobId job = jobs.start(JobSpec.of("x")).id();
    local.close();

    List<ThrowingCallable> calls =
        List.of(
            () -> jobs.start(JobSpec.of("y")),
            () -> jobs.status(job),
            () -> jobs.list(JobQuery.visible()),
            () -> jobs.signal(job, Signal.HUP),
            () -> jobs.stop(job),
            () -> jobs.awaitExit(job),
            () -> jobs.locateOutput(job, new OutputQuery.Start.AtOffset(0)),
            () -> jobs.openOutput(job, OutputQuery.all()).next(),
            () -> jobs.openWatch(WatchQuery.all()).next());

    assertThat(calls)
        .allSatisfy(
            call -> assertThatExceptionOfType(JobsException.Unavailable.class).isThrownBy(call));
  }

  @Test
  void dependentOfAJobsEndMayClose() {
    LocalJobs local = closingWith(AtClose.kill());
    Job job = jobsOf(local).start(JobSpec.of("x"));
    CompletableFuture<Void> closed =
        jobsOf(local).onExit(job.id()).thenRun(local::close).toCompletableFuture();

    ports.processes.last().end(new Exit.Exited(0));

    assertThat(closed).isCompleted();
    assertThat(ports.closed).isTrue();
  }

  @Test
  void gracePeriodThatIsOutOfRangeIsRefused() {
    Duration tooLong = StopPolicy.LONGEST_GRACE.plusNanos(1);

    assertThatIllegalArgumentException().isThrownBy(() -> AtClose.stop(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> AtClose.stop(tooLong));
  }
}
