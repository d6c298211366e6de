package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import java.util.List;

/** Whose doing the end of a job was that nobody stopped. */
@ContractTopic(
    title = "Causes of ends",
    hint =
        "Look at how Ended is encoded: its cause is as much of it as its exit, with "
            + "the owner or the limit that it names.")
public interface EndCauseRules extends JobsHarness {

  @ContractRule(id = "JOB-110", intent = "what another hand killed is not said to have stopped")
  default void killFromOutsideIsSaidSo() throws Exception {
    Job killed = jobs().start(JobSpec.of("sleep", "60"));
    Job ended = jobs().start(JobSpec.of("sleep", "60"));

    leader(killed).destroyForcibly();
    leader(ended).destroy();

    JobState.Ended ofKill = jobs().awaitExit(killed.id(), BOUND).orElseThrow();
    JobState.Ended ofTerm = jobs().awaitExit(ended.id(), BOUND).orElseThrow();
    assertThat(ofKill.exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(ofTerm.exit()).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(ofKill.cause()).isEqualTo(new EndCause.KilledFromOutside());
    assertThat(ofTerm.cause()).isEqualTo(new EndCause.KilledFromOutside());
  }

  private ProcessHandle leader(Job job) {
    long pid = ((ProcessStatus.Alive) jobs().status(job.id()).process()).pid();
    return ProcessHandle.of(pid).orElseThrow();
  }

  @ContractRule(id = "JOB-111", intent = "a program that crashed is not said to have been killed")
  default void crashIsAnEndByItself() throws Exception {
    for (String fault : List.of("SEGV", "ABRT", "PIPE")) {
      JobSpec crash = JobSpec.of("sh", "-c", "kill -" + fault + " $$");

      Job job = jobs().start(crash.withSoftLimit(Resource.CORE_SIZE, Limit.atMost(0)));

      JobState.Ended end = jobs().awaitExit(job.id(), BOUND).orElseThrow();
      assertThat(end.exit())
          .isInstanceOfSatisfying(
              Exit.Signaled.class,
              exit -> assertThat(exit.signal()).isEqualTo(Signal.parse(fault)));
      assertThat(end.cause()).isEqualTo(new EndCause.ByItself());
    }
  }

  @ContractRule(id = "JOB-112", intent = "a program that acts on a signal decides for itself")
  default void exitOnASignalIsAnEndByItself() throws Exception {
    Job job = startShell("trap 'exit 3' HUP; echo ready; while :; do sleep 0.05; done");
    awaitOutput(job.id(), "ready");

    jobs().signal(job.id(), Signal.HUP);

    JobState.Ended end = jobs().awaitExit(job.id(), BOUND).orElseThrow();
    assertThat(end.exit()).isEqualTo(new Exit.Exited(3));
    assertThat(end.cause()).isEqualTo(new EndCause.ByItself());
  }
}
