package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Who reaches which job. */
@ContractTopic(
    title = "Access",
    hint =
        "Look at identity: ask JobsProvider.forCaller for exactly the caller you have "
            + "identified, for each call, and hand NotPermitted and NotFound on as what "
            + "they are.")
public interface AccessRules extends JobsHarness {

  @ContractRule(
      id = "JOB-80",
      intent = "nobody sees or alters what is somebody else's",
      needs = Capability.SEVERAL_OWNERS)
  default void anotherOwnersJobIsOutOfReach() {
    Job job = jobs().start(JobSpec.of("sleep", "60"));

    operations(jobsOf("bob"), job.id())
        .forEach(
            (name, operation) ->
                assertThatExceptionOfType(JobsException.NotPermitted.class)
                    .as(name)
                    .isThrownBy(operation)
                    .satisfies(refusal -> assertThat(refusal.job()).isEqualTo(job.id())));
    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
  }

  @ContractRule(id = "JOB-81", intent = "what is not there is told from what is not yours")
  default void unknownJobIsNotFound() {
    JobId unknown = new JobId(UUID.randomUUID());

    operations(jobs(), unknown)
        .forEach(
            (name, operation) ->
                assertThatExceptionOfType(JobsException.NotFound.class)
                    .as(name)
                    .isThrownBy(operation)
                    .satisfies(refusal -> assertThat(refusal.job()).isEqualTo(unknown)));
  }

  @ContractRule(
      id = "JOB-82",
      intent = "a list gives nothing away",
      needs = Capability.SEVERAL_OWNERS)
  default void listShowsOwnJobsOnly() {
    Job mine = jobs().start(JobSpec.of("sleep", "60"));
    Job theirs = jobsOf("bob").start(JobSpec.of("sleep", "60"));

    JobQuery all = JobQuery.visible().withPageSize(1000);
    assertThat(jobs().list(all).jobs()).extracting(Job::id).contains(mine.id());
    assertThat(jobs().list(all).jobs()).extracting(Job::id).doesNotContain(theirs.id());
    assertThat(jobs().list(all.withIdPrefix(theirs.id().toString())).jobs()).isEmpty();
  }

  @ContractRule(id = "JOB-83", intent = "an admin reaches everything", needs = Capability.ADMIN)
  default void adminReachesEveryJob() throws Exception {
    Job job = startShell("echo ready; exec sleep 60");
    awaitOutput(job.id(), "ready");
    Jobs admin = jobsOfAdmin();

    assertThat(admin.status(job.id()).job().id()).isEqualTo(job.id());
    assertThat(admin.list(JobQuery.visible().withIdPrefix(job.id().toString())).jobs()).hasSize(1);
    assertThat(admin.list(JobQuery.own().withIdPrefix(job.id().toString())).jobs()).isEmpty();
    try (var reader = admin.openOutput(job.id(), OutputQuery.all())) {
      assertThat(reader.next()).isPresent();
    }
    admin.signal(job.id(), Signal.CONT);
    assertThat(admin.stop(job.id()).end()).contains(admin.awaitExit(job.id()));
  }

  private static Map<String, ThrowingCallable> operations(Jobs jobs, JobId job) {
    Map<String, ThrowingCallable> operations = new LinkedHashMap<>();
    operations.put("status", () -> jobs.status(job));
    operations.put("stop", () -> jobs.stop(job));
    operations.put("signal", () -> jobs.signal(job, Signal.KILL));
    operations.put("wait", () -> jobs.awaitExit(job));
    operations.put(
        "output",
        () -> {
          try (var reader = jobs.openOutput(job, OutputQuery.all())) {
            reader.next();
          }
        });
    return operations;
  }
}
