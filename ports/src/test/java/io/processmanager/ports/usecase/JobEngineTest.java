package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.outbound.Audit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all jobs share: starting, forgetting, draining, closing. */
final class JobEngineTest {

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.builder().endedJobsKept(2).over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  @Test
  void failedStartLeavesNoJobAndIsToldToTheTrail() {
    JobsException refusal = new JobsException.ResourceExhausted("processes", "none left");
    ports.processes.refusal = Optional.of(refusal);
    JobSpec spec = JobSpec.of("x");

    assertThatExceptionOfType(JobsException.ResourceExhausted.class)
        .isThrownBy(() -> jobs.start(spec))
        .isSameAs(refusal);

    assertThat(jobs.list(JobQuery.visible()).jobs()).isEmpty();
    assertThat(ports.trail)
        .containsExactly(new Audit.Event.NotStarted(Caller.user("alice"), spec, "none left"));
  }

  @Test
  void processThatCannotBeManagedIsNotLeftBehind() {
    ports.timeWith(
        () -> {
          throw new OutOfMemoryError("injected");
        });

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> jobs.start(JobSpec.of("x")));
    ports.processes.last().end(new Exit.Signaled(Signal.KILL, false));

    assertThat(ports.processes.last().kills).hasValue(1);
    assertThat(ports.processes.last().retiredWith()).isPresent();
    assertThat(ports.storage.isEmpty()).isTrue();
    assertThat(jobs.list(JobQuery.visible()).jobs()).isEmpty();
  }

  @Test
  void jobWhoseEndCannotBeWaitedForIsNotLeftBehind() {
    JobSpec spec = JobSpec.of("x").withMaximumRunTime(Duration.ofHours(1));
    ports.alarmsRefused = true;

    assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> jobs.start(spec));
    ports.processes.last().end(new Exit.Signaled(Signal.KILL, false));

    assertThat(ports.processes.last().kills).hasValue(1);
    assertThat(ports.storage.isEmpty()).isTrue();
    assertThat(jobs.list(JobQuery.visible()).jobs()).isEmpty();
  }

  @Test
  void requestWhoseStartFailedMayBeSentAgain() {
    RequestId request = new RequestId("r");
    ports.processes.refusal =
        Optional.of(new JobsException.ResourceExhausted("processes", "none left"));
    assertThatExceptionOfType(JobsException.ResourceExhausted.class)
        .isThrownBy(() -> jobs.start(JobSpec.of("x"), request));
    ports.processes.refusal = Optional.empty();

    Job job = jobs.start(JobSpec.of("x"), request);

    assertThat(jobs.start(JobSpec.of("x"), request).id()).isEqualTo(job.id());
    assertThat(ports.processes.launched).hasSize(1);
  }

  @Test
  void jobsThatEndedFirstAreForgottenFirstWithTheirOutput() {
    Job first = jobs.start(JobSpec.of("first"));
    ports.processes.last().end(new Exit.Exited(0));
    endNew("second");
    assertThat(jobs.status(first.id()).job().id()).isEqualTo(first.id());

    endNew("third");

    assertThatExceptionOfType(JobsException.NotFound.class)
        .isThrownBy(() -> jobs.status(first.id()));
    assertThat(ports.storage.has(first.id())).isFalse();
    assertThat(jobs.list(JobQuery.visible()).jobs())
        .extracting(job -> job.spec().program())
        .containsExactly("second", "third");
  }

  @Test
  void hugeArgumentsCountAgainstWhatIsKeptOfEndedJobs() {
    try (LocalJobs roomy = LocalJobs.over(ports)) {
      Jobs alices = roomy.forCaller(Caller.user("alice"));
      String huge = "x".repeat(9 << 20);

      for (int i = 0; i < 5; i++) {
        alices.start(JobSpec.of("number" + i, huge));
        ports.processes.last().end(new Exit.Exited(0));
      }

      assertThat(alices.list(JobQuery.visible().withPageSize(1)).jobs())
          .extracting(job -> job.spec().program())
          .containsExactly("number2");
    }
  }

  @Test
  void whoEndsManyJobsPushesOutTheirOwn() {
    Job first = jobs.start(JobSpec.of("first"));
    ports.processes.last().end(new Exit.Exited(0));
    Jobs others = local.forCaller(Caller.user("bob"));

    for (int i = 0; i < 5; i++) {
      others.start(JobSpec.of("number" + i));
      ports.processes.last().end(new Exit.Exited(0));
    }

    assertThat(jobs.status(first.id()).job().state()).isInstanceOf(JobState.Ended.class);
    assertThat(others.list(JobQuery.visible()).jobs())
        .extracting(job -> job.spec().program())
        .containsExactly("number4");
  }

  @Test
  void hugeArgumentsOfOneOwnerPushOutNoJobOfAnother() {
    try (LocalJobs roomy = LocalJobs.over(ports)) {
      Jobs alices = roomy.forCaller(Caller.user("alice"));
      Jobs bobs = roomy.forCaller(Caller.user("bob"));
      for (int i = 0; i < 3; i++) {
        alices.start(JobSpec.of("small"));
        ports.processes.last().end(new Exit.Exited(0));
      }

      for (int i = 0; i < 2; i++) {
        bobs.start(JobSpec.of("large" + i, "x".repeat(20 << 20)));
        ports.processes.last().end(new Exit.Exited(0));
      }

      assertThat(alices.list(JobQuery.visible()).jobs()).hasSize(3);
      assertThat(bobs.list(JobQuery.visible()).jobs())
          .extracting(job -> job.spec().program())
          .containsExactly("large1");
    }
  }

  @Test
  void pageIsCutByWhatItHolds() {
    for (int i = 0; i < 5; i++) {
      jobs.start(JobSpec.of("number" + i, "x".repeat(600_000)));
    }

    JobPage first = jobs.list(JobQuery.visible());
    JobPage second = jobs.list(JobQuery.visible().withPageToken(first.nextToken()));
    JobPage third = jobs.list(JobQuery.visible().withPageToken(second.nextToken()));

    assertThat(first.jobs()).hasSize(2);
    assertThat(second.jobs()).hasSize(2);
    assertThat(third.jobs()).hasSize(1);
    assertThat(third.isLast()).isTrue();
  }

  private void endNew(String program) {
    jobs.start(JobSpec.of(program));
    ports.processes.last().end(new Exit.Exited(0));
  }

  @Test
  void auditThatThrowsKeepsNoJobFromItsWay() {
    ports.auditWith(
        event -> {
          throw new IllegalStateException("the trail is full");
        });
    try (LocalJobs audited = LocalJobs.over(ports)) {
      Jobs alices = audited.forCaller(Caller.user("alice"));

      Job job = alices.start(JobSpec.of("x"));
      ports.processes.last().end(new Exit.Exited(0));

      assertThat(alices.status(job.id()).job().state()).isInstanceOf(JobState.Ended.class);
      assertThat(ports.processes.last().retiredWith()).isPresent();
    }
  }

  @Test
  void auditThatFailsWithAnErrorKeepsNoJobFromItsWayEither() {
    ports.auditWith(
        event -> {
          throw new AssertionError("the trail is broken, on purpose");
        });
    try (LocalJobs audited = LocalJobs.over(ports)) {
      Job job = audited.forCaller(Caller.user("alice")).start(JobSpec.of("x"));
      ports.processes.last().end(new Exit.Exited(0));

      assertThat(ports.storage.log(job.id()).hasEnded()).isTrue();
      assertThat(ports.processes.last().retiredWith()).isPresent();
    }
  }

  @Test
  @Timeout(20)
  void auditThatStallsHoldsUpNoEnd() {
    CountDownLatch go = new CountDownLatch(1);
    ports.auditWith(
        event -> {
          if (event instanceof Audit.Event.Ended) {
            assertThat(catchThrowable(go::await)).isNull();
          }
        });
    ports.observeWith(task -> new Thread(task).start());
    try (LocalJobs audited = LocalJobs.over(ports)) {
      Jobs alices = audited.forCaller(Caller.user("alice"));

      Job job = alices.start(JobSpec.of("x"));
      ports.processes.last().end(new Exit.Exited(0));

      assertThat(alices.status(job.id()).job().state()).isInstanceOf(JobState.Ended.class);
      assertThat(ports.processes.last().retiredWith()).isPresent();
      go.countDown();
    }
  }
}
