package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a kill finds what left the leader's process group. The rules use setsid(1), and bash for its
 * job control, which dash has on a terminal only.
 */
public interface DescendantRules extends ProcessLauncherHarness {

  /** A leader with a child in each place where one can be. */
  private Launched launchScattered() {
    return launch(
        JobSpec.of(
            "bash",
            "-c",
            "sleep 600 & echo \"group $!\";"
                + " set -m; sleep 600 & echo \"background $!\"; set +m;"
                + " setsid sh -c 'echo \"away $$\"; exec sleep 600' &"
                + " wait"));
  }

  /** The process ids of the children, by the place where they are. */
  private Map<String, Long> scattered(Launched launched) throws Exception {
    Map<String, Long> pids = new TreeMap<>();
    for (String place : new String[] {"group", "background", "away"}) {
      String text = awaitText(launched, place + " ");
      String pid = text.replaceAll("(?s).*" + place + " (\\d+)\n.*", "$1");
      pids.put(place, Long.parseLong(pid));
    }
    return pids;
  }

  @ContractRule(id = "PRO-50", intent = "nothing escapes a kill by leaving the leader's group")
  default void killReachesEveryDescendant() throws Exception {
    Launched launched = launchScattered();
    Map<String, Long> pids = scattered(launched);

    processes().kill(launched.process());

    assertThat(awaitExit(launched)).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    for (long pid : pids.values()) {
      awaitDeath(pid);
    }
  }

  @ContractRule(id = "PRO-51", intent = "what the leader left anywhere is killed, and that is said")
  default void retirementReachesEveryDescendant() throws Exception {
    Launched launched = launchScattered();
    Map<String, Long> pids = scattered(launched);
    ProcessHandle.of(launched.process().pid()).orElseThrow().destroyForcibly();
    awaitExit(launched);

    Retired retired = await(processes().retire(launched.process(), Duration.ofMillis(50)));

    assertThat(retired.killed()).isTrue();
    assertThat(retired.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
    for (long pid : pids.values()) {
      awaitDeath(pid);
    }
  }

  @ContractRule(id = "PRO-52", intent = "a kill that comes too late reaches no stranger")
  default void killAfterRetirementSendsNothing() throws Exception {
    Launched retired = launchShell("exit 0");
    Launched other = launchShell("echo up; exec sleep 60");
    awaitText(other, "up");
    awaitExit(retired);
    await(processes().retire(retired.process(), Duration.ofMillis(50)));

    processes().kill(retired.process());

    assertThat(processes().status(other.process())).isInstanceOf(ProcessStatus.Alive.class);
    assertThat(processes().onExit(other.process()).toCompletableFuture()).isNotDone();
  }

  @ContractRule(id = "PRO-53", intent = "one job's kill is no other job's")
  default void killLeavesOtherProcessesAlone() throws Exception {
    Launched killed = launchShell("exec sleep 60");
    Launched other = launchShell("trap 'exit 4' TERM; echo up; while :; do sleep 0.05; done");
    awaitText(other, "up");

    processes().kill(killed.process());
    awaitExit(killed);

    assertThat(processes().signal(other.process(), Signal.TERM)).isTrue();
    assertThat(awaitExit(other)).isEqualTo(new Exit.Exited(4));
  }

  @ContractRule(id = "PRO-54", intent = "whoever asks again after the end is told the same")
  default void retirementIsToldAgain() throws Exception {
    Launched launched = launchShell("exit 0");
    awaitExit(launched);

    Retired first = await(processes().retire(launched.process(), Duration.ofMillis(50)));
    Retired second = await(processes().retire(launched.process(), Duration.ofHours(1)));

    assertThat(first.killed()).isFalse();
    assertThat(first.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
    assertThat(second.thoroughness()).isNotEqualTo(Thoroughness.KILL_PENDING);
  }
}
