package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Signal;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaders leave behind, hard to get rid of, however jobs are contained. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class LeftoversTest extends EngineTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  LeftoversTest(CgroupUse use) {
    super(use);
  }

  @Test
  void shellsThatForkOnAndOnDoNotEscape() throws Exception {
    // Each forks the next and ends: whoever is looked for by its number is gone by then.
    String chain = "trap '' TERM HUP; fork() { (fork) & sleep 0.005; }; ";
    Launched launched =
        launchShell(chain + "for i in 1 2 3 4; do (fork) & done; echo up; kill -KILL $$");
    awaitExit(launched);

    Retired retired = await(processes().retire(launched.process(), SHORT));

    assertThat(retired.killed()).isTrue();
    assertThat(isSessionAlive(launched)).isFalse();
  }

  @Test
  void strangerThatWasGivenTheNumberOfOneThatEndedIsLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      LiveProcess seen = LiveProcess.read(stranger.pid()).orElseThrow();
      LiveProcess earlier = new LiveProcess(seen.pid(), startedBefore(seen.stat()));

      earlier.kill(new Complaints(System.getLogger("test")));
      assertThat(stranger.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();

      seen.kill(new Complaints(System.getLogger("test")));
      assertThat(stranger.waitFor()).isEqualTo(128 + Signal.KILL.number());
    } finally {
      stranger.destroyForcibly();
    }
  }

  private static ProcStat startedBefore(ProcStat stat) {
    return new ProcStat(
        stat.state(),
        stat.parent(),
        stat.group(),
        stat.session(),
        stat.cpuTicks(),
        stat.priority(),
        stat.nice(),
        stat.threads(),
        stat.startTicks() - 1,
        stat.virtualBytes(),
        stat.argumentsEnd());
  }

  @Test
  void backgroundGroupsOfAShellWithJobControlAreKilled() throws Exception {
    Launched launched = launchBash("set -m; sleep 60 & sleep 61 & echo up; exit 0");
    awaitExit(launched);
    boolean leftBehind = isSessionAlive(launched);

    Retired retired = await(processes().retire(launched.process(), SHORT));

    assertThat(leftBehind).isTrue();
    assertThat(retired.killed()).isTrue();
    assertThat(isSessionAlive(launched)).isFalse();
  }

  @Test
  void laterRetirementWithLessPatienceBringsTheKillForward() throws Exception {
    Launched launched = launchShell("sleep 60 & exit 0");
    awaitExit(launched);

    CompletionStage<Retired> patient = processes().retire(launched.process(), Duration.ofHours(1));
    Retired retired = await(processes().retire(launched.process(), SHORT));

    assertThat(retired.killed()).isTrue();
    assertThat(await(patient)).isEqualTo(retired);
    assertThat(isSessionAlive(launched)).isFalse();
  }

  @Test
  void manyJobsAreWaitedForAtOnce() throws Exception {
    List<Launched> launched =
        IntStream.range(0, 50).mapToObj(i -> launchShell("sleep 60 & exit 0")).toList();
    for (Launched each : launched) {
      awaitExit(each);
    }

    List<Retired> retired =
        launched.stream()
            .map(each -> processes().retire(each.process(), SHORT).toCompletableFuture())
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(retired).hasSize(50).allMatch(Retired::killed);
    assertThat(launched).noneMatch(EngineTest::isSessionAlive);
  }

  @Test
  void closedPortsLeaveNothingRunning() throws Exception {
    Launched stubborn = launchShell("trap '' TERM; sleep 60 & echo up; while :; do sleep 1; done");
    Launched scattered = launchBash("set -m; sleep 60 & echo up; sleep 60");
    Launched ended = launchBash("set -m; sleep 60 & exit 0");
    awaitText(stubborn, "up");
    awaitText(scattered, "up");
    awaitExit(ended);

    ports().close();

    assertThat(List.of(stubborn, scattered, ended)).noneMatch(EngineTest::isSessionAlive);
  }
}
