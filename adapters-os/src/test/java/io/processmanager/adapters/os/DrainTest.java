package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.Retired;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that a descendant holds open after the leader's end. */
final class DrainTest extends EngineTest {

  private static final Duration LONGEST = Duration.ofSeconds(2);

  @Override
  LinuxPorts open(LinuxPorts.Builder builder) {
    return builder.drain(Duration.ofMillis(400), LONGEST).open();
  }

  @Test
  void childThatPrintsDuringTheDrainIsHeard() throws Exception {
    Launched launched = launchShell("(sleep 0.1; echo child; sleep 60) & echo leader");

    Exit exit = awaitExit(launched);
    OutputLog log = awaitEnd(launched);

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(textOf(launched)).isEqualTo("leader\nchild\n");
    assertThat(log.completion()).isEqualTo(OutputCompletion.CUT_OFF);
  }

  /** The leader's end does not wait for the drain, of which there is a second at least here. */
  @Test
  void endIsToldAtOnceWhileAChildGoesOnPrinting() throws Exception {
    List<Duration> taken = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      long startedAt = System.nanoTime();
      Launched launched = launchShell("(while :; do echo child; sleep 0.1; done) & echo leader");
      awaitExit(launched);
      taken.add(Duration.ofNanos(System.nanoTime() - startedAt));
      awaitEnd(launched);
    }

    // The others may have met a machine that was busy with something else.
    assertThat(taken).anyMatch(duration -> duration.toMillis() < 500);
  }

  @Test
  void childThatClosesItsOutputCompletesIt() throws Exception {
    Launched launched = launchShell("(sleep 0.1; echo child) & echo leader");

    OutputLog log = awaitEnd(launched);

    assertThat(textOf(launched)).isEqualTo("leader\nchild\n");
    assertThat(log.completion()).isEqualTo(OutputCompletion.COMPLETE);
  }

  @Test
  void childThatNeverFallsSilentIsCutOff() throws Exception {
    long startedAt = System.nanoTime();
    Launched launched = launchShell("(while :; do echo child; sleep 0.1; done) & echo leader");

    awaitExit(launched);
    OutputLog log = awaitEnd(launched);

    assertThat(log.completion()).isEqualTo(OutputCompletion.CUT_OFF);
    assertThat(System.nanoTime() - startedAt).isGreaterThanOrEqualTo(LONGEST.toNanos());
  }

  @Test
  void bytesWrittenAfterTheDrainAreNotMixedIn(@TempDir Path directory) throws Exception {
    Path door = directory.resolve("door");
    Path result = directory.resolve("result");
    Launched launched =
        launchShell(
            "trap '' PIPE; mkfifo '%s'; (read x < '%s'; echo late; echo $? > '%s') & echo leader"
                .formatted(door, door, result));
    OutputLog ended = awaitEnd(launched);
    awaitExit(launched);

    Files.writeString(door, "go\n");
    Retired retired = await(processes().retire(launched.process(), Duration.ofHours(1)));

    assertThat(retired.killed()).isFalse();
    assertThat(Files.readString(result)).isNotEqualTo("0\n");
    assertThat(ports().storage().log(launched.job())).isEqualTo(ended);
    assertThat(textOf(launched)).isEqualTo("leader\n");
  }
}
