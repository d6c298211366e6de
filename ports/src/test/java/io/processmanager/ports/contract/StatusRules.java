package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobStatus;

/** What a job's status tells. */
@ContractTopic(
    title = "Status",
    hint =
        "Look at how a JobStatus is encoded: job, output and process are each told as "
            + "they are, and what is not known stays empty.")
public interface StatusRules extends JobsHarness {

  @ContractRule(
      id = "JOB-70",
      intent = "a running job's process is shown as the kernel knows it",
      needs = Capability.SAME_MACHINE)
  default void runningJobShowsItsProcess() throws Exception {
    Job job = startShell("echo ready; while :; do sleep 0.05; done");
    awaitOutput(job.id(), "ready");

    JobStatus status = jobs().status(job.id());

    ProcessStatus.Alive process = (ProcessStatus.Alive) status.process();
    assertThat(isRunning(process.pid())).isTrue();
    assertThat(process.commandLine())
        .containsExactly("sh", "-c", "echo ready; while :; do sleep 0.05; done");
    assertThat(process.effectiveUser()).isNotBlank();
    assertThat(process.threads()).isEqualTo(1);
    assertThat(process.nice()).isBetween(-20, 19);
    assertThat(process.virtualBytes()).isGreaterThanOrEqualTo(process.residentBytes());
    assertThat(process.residentBytes()).isPositive();
    assertThat(process.residentBytes()).isGreaterThanOrEqualTo(process.sharedBytes());
    assertThat(process.memoryPercent()).isBetween(0.0, 100.0);
    assertThat(process.cpuPercent()).isGreaterThanOrEqualTo(0.0);
    assertThat("RSDTt").contains(String.valueOf(process.state()));
  }

  @ContractRule(id = "JOB-71", intent = "an ended job is not shown as something that runs")
  default void endedJobShowsItsEndAndItsOutput() throws Exception {
    Job job = startShell("printf 0123456789; exit 3");
    JobState.Ended ended = jobs().awaitExit(job.id());
    textOf(job.id());

    JobStatus status = jobs().status(job.id());

    assertThat(status.job()).isEqualTo(job.in(ended));
    assertThat(status.process()).isEqualTo(new ProcessStatus.Gone());
    assertThat(status.output()).isEqualTo(new OutputLog(0, 10, 0, OutputCompletion.COMPLETE));
  }

  @ContractRule(id = "JOB-72", intent = "a job that is being stopped is shown so")
  default void jobThatIsBeingStoppedShowsByWhom() throws Exception {
    Job job = startShell("trap '' TERM; echo ready; while :; do sleep 1; done");
    awaitOutput(job.id(), "ready");

    var unused = jobs().requestStop(job.id(), BOUND).toCompletableFuture();

    JobState.Stopping stopping = awaitStopping(job);
    assertThat(stopping.reason()).isEqualTo(new StopReason.Asked(new Owner(ownerName("alice"))));
    assertThat(stopping.grace()).isEqualTo(BOUND);
    assertThat(stopping.startedAt()).isEqualTo(job.state().startedAt());
  }
}
