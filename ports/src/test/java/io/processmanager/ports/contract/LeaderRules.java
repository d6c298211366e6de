package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.LeaderEnd;
import java.util.concurrent.CompletableFuture;

/** What is known of a leader and its output, from its launch to its end. */
public interface LeaderRules extends ProcessLauncherHarness {

  @ContractRule(id = "PRO-20", intent = "an exit code is told from a signal of the same number")
  default void exitCodeIsToldFromASignal() throws Exception {
    Launched exits = launchShell("exit 143");
    Launched dies = launchShell("kill -TERM $$");

    assertThat(awaitExit(exits)).isEqualTo(new Exit.Exited(143));
    assertThat(awaitExit(dies)).isEqualTo(new Exit.Signaled(Signal.TERM, false));
  }

  @ContractRule(id = "PRO-21", intent = "whoever asks late, or again, gets the same answer")
  default void exitIsToldToEverybodyWhenever() throws Exception {
    Launched launched = launchShell("exit 3");
    CompletableFuture<LeaderEnd> givenUp =
        processes().onExit(launched.process()).toCompletableFuture();
    givenUp.cancel(true);

    awaitExit(launched);

    assertThat(processes().onExit(launched.process()).toCompletableFuture())
        .isCompletedWithValue(LeaderEnd.of(new Exit.Exited(3)));
  }

  @ContractRule(id = "PRO-22", intent = "the last words of a process are not lost")
  default void everyByteWrittenBeforeTheEndIsThere() throws Exception {
    Launched launched = launchShell("head -c 65536 /dev/zero | tr '\\0' x");

    OutputLog log = awaitEnd(launched);

    assertThat(log).isEqualTo(new OutputLog(0, 65536, 0, OutputCompletion.COMPLETE));
    assertThat(textOf(launched)).isEqualTo("x".repeat(65536));
  }

  @ContractRule(id = "PRO-23", intent = "both streams are one sequence in the order written")
  default void stdoutAndStderrAreOneSequence() throws Exception {
    Launched launched = launchShell("for i in 1 2 3; do echo out $i; echo err $i >&2; done");

    awaitEnd(launched);

    assertThat(textOf(launched)).isEqualTo("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
  }

  @ContractRule(id = "PRO-24", intent = "an output is listened to no longer than it makes sense")
  default void outputHeldByADescendantEndsAfterADrain() throws Exception {
    Launched launched = launchShell("sleep 60 & echo leader done");

    Exit exit = awaitExit(launched);
    OutputLog log = awaitEnd(launched);

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(log).isEqualTo(new OutputLog(0, 12, 0, OutputCompletion.CUT_OFF));
  }

  @ContractRule(id = "PRO-25", intent = "an output may end long before its process")
  default void outputEndsWhenItsWriterClosesIt() throws Exception {
    Launched launched = launchShell("echo closing; exec sleep 60 >/dev/null 2>&1");

    OutputLog log = awaitEnd(launched);

    assertThat(log.completion()).isEqualTo(OutputCompletion.COMPLETE);
    assertThat(processes().onExit(launched.process()).toCompletableFuture()).isNotDone();
  }

  @ContractRule(id = "PRO-26", intent = "the status is that of the process that was launched")
  default void statusShowsTheLeader() throws Exception {
    Launched launched = launch(JobSpec.of("sh", "-c", "echo up; while :; do sleep 1; done", "a b"));
    awaitText(launched, "up");

    ProcessStatus status = processes().status(launched.process());

    assertThat(status).isInstanceOf(ProcessStatus.Alive.class);
    ProcessStatus.Alive alive = (ProcessStatus.Alive) status;
    assertThat(alive.pid()).isEqualTo(launched.process().pid());
    assertThat(alive.commandLine())
        .containsExactly("sh", "-c", "echo up; while :; do sleep 1; done", "a b");
  }

  @ContractRule(id = "PRO-27", intent = "an ended leader has no status, retired or not")
  default void endedLeaderIsGone() throws Exception {
    Launched launched = launchShell("exit 0");

    awaitExit(launched);

    assertThat(processes().status(launched.process())).isEqualTo(new ProcessStatus.Gone());
  }
}
