package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.RunResult;

/** What is made of a job that is run to its end. */
@ContractTopic(
    title = "Runs",
    hint =
        "Look at what the End of an output says: a run is made of requestStart, output and "
            + "onExit, and of runAsync where you have one of your own.")
public interface RunRules extends JobsHarness {

  @ContractRule(
      id = "JOB-160",
      intent = "a collected output says whether it is all that was printed")
  default void runTellsWhetherItsOutputWasCutOff() throws Exception {
    RunResult whole = jobs().run(JobSpec.of("sh", "-c", "echo all; exit 3"));
    RunResult cutOff = jobs().run(JobSpec.of("sh", "-c", "sleep 60 & echo leader done"));

    assertThat(whole.output().text()).isEqualTo("all\n");
    assertThat(whole.output().isWhole()).isTrue();
    assertThat(whole.exit()).isEqualTo(new Exit.Exited(3));
    assertThat(cutOff.output().text()).isEqualTo("leader done\n");
    assertThat(cutOff.output().isCutOff()).isTrue();
    assertThat(cutOff.output().isWhole()).isFalse();
    assertThat(cutOff.exit()).isEqualTo(new Exit.Exited(0));
  }
}
