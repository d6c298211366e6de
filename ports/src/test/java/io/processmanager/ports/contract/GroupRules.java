package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.Retired;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;

/** How signals reach all of a job, and how nothing of it stays. */
public interface GroupRules extends ProcessLauncherHarness {

  /** Longer than any rule may take: a patience that must not run out. */
  Duration EVER = Duration.ofHours(1);

  @ContractRule(id = "PRO-40", intent = "a signal reaches all of a job, not its leader alone")
  default void signalReachesTheWholeGroup() throws Exception {
    Launched launched =
        launchShell(
            "sh -c 'trap \"echo child; exit\" USR1; echo one; while :; do sleep 0.05; done' &"
                + " trap 'wait; echo leader; exit 5' USR1;"
                + " echo two; while :; do sleep 0.05; done");
    awaitText(launched, "one");
    awaitText(launched, "two");

    boolean sent = processes().signal(launched.process(), new Signal(10));

    assertThat(sent).isTrue();
    assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(5));
    assertThat(textOf(launched)).contains("child", "leader");
  }

  @ContractRule(id = "PRO-41", intent = "no signal ever reaches a stranger")
  default void retiredProcessIsSentNothing() throws Exception {
    Launched launched = launchShell("exit 0");
    awaitExit(launched);
    await(processes().retire(launched.process(), Duration.ZERO));

    assertThat(processes().signal(launched.process(), Signal.KILL)).isFalse();
    assertThat(processes().status(launched.process())).isEqualTo(new ProcessStatus.Gone());
  }

  @ContractRule(id = "PRO-42", intent = "a process that runs is not let go of")
  default void processThatRunsCannotBeRetired() throws Exception {
    Launched launched = launchShell("exec sleep 60");

    assertThatIllegalStateException()
        .isThrownBy(() -> processes().retire(launched.process(), Duration.ZERO));

    assertThat(processes().signal(launched.process(), Signal.KILL)).isTrue();
    assertThat(awaitExit(launched)).isEqualTo(new Exit.Signaled(Signal.KILL, false));
  }

  @ContractRule(id = "PRO-43", intent = "a job that left nothing behind is let go of at once")
  default void nothingLeftNeedsNoPatience() throws Exception {
    Launched launched = launchShell("exit 0");
    awaitExit(launched);

    Retired retired = await(processes().retire(launched.process(), EVER));

    assertThat(retired.killed()).isFalse();
    assertThat(retired.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
  }

  @ContractRule(id = "PRO-44", intent = "what ends by itself is not said to have been killed")
  default void whatIsLeftMayEndByItself(@TempDir Path directory) throws Exception {
    Path door = directory.resolve("door");
    Launched launched =
        launchShell("mkfifo '" + door + "'; (read x < '" + door + "') & echo made; exit 0");
    awaitExit(launched);
    CompletableFuture<Retired> retired =
        processes().retire(launched.process(), EVER).toCompletableFuture();
    boolean early = retired.isDone();

    Files.writeString(door, "go\n");

    assertThat(early).isFalse();
    assertThat(await(retired).killed()).isFalse();
  }

  @ContractRule(id = "PRO-45", intent = "what outlives the patience is killed, and that is said")
  default void whatIsLeftIsKilledAfterThePatience() throws Exception {
    Launched launched = launchShell("sleep 60 & echo $!");
    long child = Long.parseLong(awaitText(launched, "\n").trim());
    awaitExit(launched);

    Retired retired = await(processes().retire(launched.process(), Duration.ofMillis(50)));

    assertThat(retired.killed()).isTrue();
    assertThat(retired.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
    awaitDeath(child);
  }

  @ContractRule(id = "PRO-46", intent = "without patience nothing of the group stays")
  default void whatIsLeftIsKilledWithoutPatience() throws Exception {
    Launched launched = launchShell("sleep 60 & echo $!");
    long child = Long.parseLong(awaitText(launched, "\n").trim());
    awaitExit(launched);

    await(processes().retire(launched.process(), Duration.ZERO));

    awaitDeath(child);
  }
}
