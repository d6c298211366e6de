package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.outbound.Audit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A start that is asked for again when its job may be forgotten. */
final class StartRequestsTest {

  private static final RequestId REQUEST = new RequestId("r");
  private static final JobSpec SPEC = JobSpec.of("x");

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.builder().endedJobsKept(0).over(ports);
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
    JobSpec large = JobSpec.of("x", "x".repeat((int) (StartRequests.LARGEST_FORGOTTEN_SIZE / 3)));
    Job oldest = startAndForget(large, new RequestId("1"));
    startAndForget(large, new RequestId("2"));
    Job newest = startAndForget(large, new RequestId("3"));

    assertThat(jobs.start(large, new RequestId("3")).id()).isEqualTo(newest.id());
    assertThat(jobs.start(large, new RequestId("1")).id()).isNotEqualTo(oldest.id());
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
