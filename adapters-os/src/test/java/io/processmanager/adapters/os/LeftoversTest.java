package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What leaders leave behind, hard to get rid of. */
final class LeftoversTest extends EngineTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void shellsThatForkOnAndOnDoNotEscape() throws Exception {
    // Each forks the next and ends: whoever is looked for by its number is gone by then.
    String chain = "trap '' TERM HUP; fork() { (fork) & sleep 0.005; }; ";
    Launched launched =
        launchShell(chain + "for i in 1 2 3 4; do (fork) & done; echo up; kill -KILL $$");
    awaitExit(launched);

    boolean killed = await(processes().retire(launched.process(), SHORT));

    assertThat(killed).isTrue();
    assertThat(Leftovers.scan().has(launched.process().pid())).isFalse();
  }

  @Test
  void backgroundGroupsOfAShellWithJobControlAreKilled() throws Exception {
    Launched launched = launchBash("set -m; sleep 60 & sleep 61 & echo up; exit 0");
    long session = launched.process().pid();
    awaitExit(launched);
    boolean leftBehind = Leftovers.scan().has(session);

    boolean killed = await(processes().retire(launched.process(), SHORT));

    assertThat(leftBehind).isTrue();
    assertThat(killed).isTrue();
    assertThat(Leftovers.scan().has(session)).isFalse();
  }

  /** The shell that has job control without a terminal; dash(1) has not. */
  private Launched launchBash(String script) {
    return launch(JobSpec.of("bash", "-c", script));
  }

  @Test
  void laterRetirementWithLessPatienceBringsTheKillForward() throws Exception {
    Launched launched = launchShell("sleep 60 & exit 0");
    awaitExit(launched);

    CompletionStage<Boolean> patient = processes().retire(launched.process(), Duration.ofHours(1));
    boolean killed = await(processes().retire(launched.process(), SHORT));

    assertThat(killed).isTrue();
    assertThat(await(patient)).isTrue();
    assertThat(Leftovers.scan().has(launched.process().pid())).isFalse();
  }

  @Test
  void manyJobsAreWaitedForAtOnce() throws Exception {
    List<Launched> launched =
        IntStream.range(0, 50).mapToObj(i -> launchShell("sleep 60 & exit 0")).toList();
    for (Launched each : launched) {
      awaitExit(each);
    }

    List<Boolean> killed =
        launched.stream()
            .map(each -> processes().retire(each.process(), SHORT).toCompletableFuture())
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(killed).hasSize(50).containsOnly(true);
    Leftovers left = Leftovers.scan();
    assertThat(launched).noneMatch(each -> left.has(each.process().pid()));
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

    Leftovers left = Leftovers.scan();
    assertThat(List.of(stubborn, scattered, ended))
        .noneMatch(each -> left.has(each.process().pid()))
        .allMatch(each -> ports().storage().log(each.job()).hasEnded());
  }
}
