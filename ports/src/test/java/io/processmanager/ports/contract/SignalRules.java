package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;

/** How signals are sent. */
@ContractTopic(
    title = "Signals",
    hint =
        "Look at signal: its number travels, it is sent once, and NotRunning comes "
            + "back as that.")
public interface SignalRules extends JobsHarness {

  @ContractRule(id = "JOB-40", intent = "a signal reaches the job as sent")
  default void signalReachesTheJob() throws Exception {
    Job job = startShell("trap 'echo got it' USR1; echo ready; while :; do sleep 0.05; done");
    awaitOutput(job.id(), "ready");

    jobs().signal(job.id(), Signal.parse("USR1"));

    awaitOutput(job.id(), "got it");
    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
  }

  @ContractRule(
      id = "JOB-41",
      intent = "a signal is not a stop; who sent the one that ended the job is said")
  default void deathBySignalSentIsItsSendersAndNoStop() throws Exception {
    Job job = startShell("echo ready; exec sleep 60");
    awaitOutput(job.id(), "ready");

    jobs().signal(job.id(), Signal.HUP);

    JobState.Ended ended = jobs().awaitExit(job.id());
    assertThat(ended.exit()).isEqualTo(new Exit.Signaled(Signal.HUP, false));
    assertThat(ended.cause()).isEqualTo(new EndCause.Signaled(new Owner(ownerName("alice"))));
  }

  @ContractRule(id = "JOB-42", intent = "no signal goes to where a job was")
  default void endedJobTakesNoSignal() throws Exception {
    Job job = startShell("exit 0");
    jobs().awaitExit(job.id());

    assertThatExceptionOfType(JobsException.NotRunning.class)
        .isThrownBy(() -> jobs().signal(job.id(), Signal.HUP))
        .satisfies(refusal -> assertThat(refusal.job()).isEqualTo(job.id()));
  }
}
