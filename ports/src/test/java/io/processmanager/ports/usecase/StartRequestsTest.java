package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.outbound.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A start that is asked for again when its job may be forgotten. */
final class StartRequestsTest {

  private static final RequestId REQUEST = new RequestId("r");
  private static final JobSpec SPEC = JobSpec.of("x");

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.builder().endedJobsKept(0).over(ports);
  private final AtomicLong lastId = new AtomicLong(1000);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  private Job startAndForget(JobSpec spec, RequestId request) {
    Job job = jobs.start(spec, request);
    ports.processes.last().end(new Exit.Exited(0));
    assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(() -> jobs.status(job.id()));
    return job;
  }

  @Test
  void requestOutlivesItsJob() {
    Job first = startAndForget(SPEC, REQUEST);
    ports.pass(StartRequests.KEPT_BEYOND_JOB.minusNanos(1));

    Job second = jobs.start(SPEC, REQUEST);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(ports.processes.launched).hasSize(1);
  }

  @Test
  void requestOfAForgottenJobYieldsNothingElse() {
    startAndForget(SPEC, REQUEST);

    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs.start(JobSpec.of("y"), REQUEST));
  }

  @Test
  void requestIsForgottenInItsTurn() {
    Job first = startAndForget(SPEC, REQUEST);
    ports.pass(StartRequests.KEPT_BEYOND_JOB);

    Job second = jobs.start(SPEC, REQUEST);

    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void requestOfARunningJobIsKeptForAsLongAsThat() {
    Job first = jobs.start(SPEC, REQUEST);
    ports.pass(Duration.ofDays(1));

    assertThat(jobs.start(SPEC, REQUEST).id()).isEqualTo(first.id());
  }

  @Test
  void whatIsKeptOfForgottenJobsIsBoundedAndTheNewestStay() {
    StartRequests requests = new StartRequests(2);
    for (int i = 1; i <= 3; i++) {
      requests.jobForgotten(once(requests, i).id(), Duration.ZERO);
    }

    Job third = once(requests, 3);
    Job first = once(requests, 1);

    assertThat(third.id()).isEqualTo(id(1003));
    assertThat(first.id()).isEqualTo(id(1004));
  }

  @Test
  void requestsOfWhoStartsManyPushOutTheirOwn() {
    StartRequests requests = new StartRequests(2);
    Owner bob = new Owner("bob");
    Job alices = once(requests, 1);
    requests.jobForgotten(alices.id(), Duration.ZERO);
    for (int i = 1; i <= 3; i++) {
      requests.jobForgotten(once(requests, bob, i).id(), Duration.ZERO);
    }

    assertThat(once(requests, 1).id()).isEqualTo(alices.id());
    assertThat(once(requests, bob, 3).id()).isEqualTo(id(1004));
    assertThat(once(requests, bob, 2).id()).isEqualTo(id(1005));
  }

  private Job once(StartRequests requests, int request) {
    return once(requests, new Owner("alice"), request);
  }

  /** The job of a request, which gets the next id if it is started. */
  private Job once(StartRequests requests, Owner owner, int request) {
    return requests.once(
        owner,
        new RequestId(Integer.toString(request)),
        SPEC,
        Duration.ZERO,
        () ->
            new Job(
                id(lastId.incrementAndGet()), owner, SPEC, new JobState.Running(Instant.EPOCH)));
  }

  private static JobId id(long number) {
    return new JobId(new UUID(1, number));
  }

  @Test
  void largeCommandsOfOneOwnerPushOutNoRequestOfAnother() {
    Job first = startAndForget(SPEC, REQUEST);
    Jobs others = local.forCaller(Caller.user("bob"));
    JobSpec large = JobSpec.of("x", "x".repeat(10 << 20));
    for (int i = 0; i < 4; i++) {
      others.start(large, new RequestId(Integer.toString(i)));
      ports.processes.last().end(new Exit.Exited(0));
    }

    assertThat(jobs.start(SPEC, REQUEST).id()).isEqualTo(first.id());
  }

  @Test
  void answerIsTheJobAsItWasWithTheCommandThatItIsAskedWith() {
    JobSpec spec =
        SPEC.withEnvironment(Map.of("A", "1", "B", "2")).withMaximumRunTime(Duration.ofDays(1));

    Job first = startAndForget(spec, REQUEST);

    assertThat(jobs.start(spec, REQUEST)).isEqualTo(first);
  }

  @Test
  void requestWhoseJobIsForgottenBeforeItsStartReturnsIsKeptToo() {
    ports.auditWith(
        event -> {
          if (event instanceof Audit.Event.Started) {
            ports.processes.last().end(new Exit.Exited(0));
          }
        });
    try (LocalJobs forgetful = LocalJobs.builder().endedJobsKept(0).over(ports)) {
      Jobs alices = forgetful.forCaller(Caller.user("alice"));

      Job first = alices.start(SPEC, REQUEST);
      Job second = alices.start(SPEC, REQUEST);

      assertThat(first.state()).isInstanceOf(JobState.Ended.class);
      assertThat(second.id()).isEqualTo(first.id());
      ports.pass(StartRequests.KEPT_BEYOND_JOB);
      assertThat(alices.start(SPEC, REQUEST).id()).isNotEqualTo(first.id());
    }
  }
}
