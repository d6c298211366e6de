package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StopCommandTest {

  private static final JobState STOPPING = Samples.stopping(new StopReason.Asked(Samples.ALICE));
  private static final JobState.Ended EXITED = Samples.exited(0);
  private static final JobState.Ended KILLED =
      Samples.signaled(Signal.KILL, new EndCause.KilledAfterGrace(Samples.ALICE));
  private static final JobState.Ended TIMED_OUT =
      Samples.signaled(Signal.KILL, new EndCause.TimedOut(Duration.ofSeconds(2), true));

  private final Cli cli = Cli.connected();

  @Test
  void stopPrintsTheExitAndWhoStopped() {
    cli.jobs.end = Samples.signaled(Signal.TERM, new EndCause.Stopped(Samples.ALICE));

    int exit = cli.run("stop", "--jobuuid=" + Samples.ID, "--grace=500ms");

    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo("ended by signal 15 (SIGTERM), stopped by CN=alice\n");
    assertThat(cli.jobs.calls).containsExactly("stop " + Samples.ID + " PT0.5S");
  }

  @Test
  void stopWithoutAGracePeriodLeavesItToTheJobsOwn() {
    cli.run("stop", Samples.ID);

    assertThat(cli.jobs.calls).containsExactly("stop " + Samples.ID);
  }

  @ParameterizedTest
  @MethodSource
  void stopTellsWhatCameOfIt(StopOutcome outcome, int expectedExit, String line) {
    cli.jobs.stopped = outcome;

    int exit = cli.run("stop", Samples.ID);

    assertThat(cli.out()).isEqualTo(line + "\n");
    assertThat(exit).isEqualTo(expectedExit);
    assertThat(cli.err()).isEmpty();
  }

  static Stream<Arguments> stopTellsWhatCameOfIt() {
    String killed = "ended by signal 9 (SIGKILL), ";
    String pending = "; kill pending: what is left of it was sent SIGKILL and has not died yet";
    return Stream.of(
        Arguments.of(
            new StopOutcome(EXITED, true, Thoroughness.COMPLETE),
            0,
            "exited with code 0; what it left behind was killed"),
        Arguments.of(
            new StopOutcome(EXITED, true, Thoroughness.BEST_EFFORT),
            0,
            "exited with code 0; what it left behind was killed; best effort"),
        Arguments.of(
            new StopOutcome(KILLED, true, Thoroughness.COMPLETE),
            0,
            killed + "killed after the grace period of a stop by CN=alice"),
        Arguments.of(
            new StopOutcome(TIMED_OUT, true, Thoroughness.BEST_EFFORT),
            0,
            killed + "timed out after 2s, killed after the grace period; best effort"),
        Arguments.of(
            new StopOutcome(EXITED, true, Thoroughness.KILL_PENDING),
            3,
            "exited with code 0" + pending),
        Arguments.of(
            new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING),
            3,
            "not ended yet" + pending));
  }

  @Test
  void jsonOfAPendingKillHasTheStateThatTheJobIsIn() {
    cli.jobs.stopped = new StopOutcome(STOPPING, true, Thoroughness.KILL_PENDING);

    int exit = cli.run("stop", "-o", "json", Samples.ID);

    JsonObject json = JsonParser.parseString(cli.out()).getAsJsonObject();
    assertThat(exit).isEqualTo(3);
    assertThat(json.get("state").getAsString()).isEqualTo("stopping");
    assertThat(json.get("stopReason").getAsString()).isEqualTo("asked");
    assertThat(json.get("stoppedBy").getAsString()).isEqualTo("CN=alice");
    assertThat(json.get("killed").getAsBoolean()).isTrue();
    assertThat(json.get("thoroughness").getAsString()).isEqualTo("kill_pending");
  }

  @Test
  void aGracePeriodThatIsNoneIsAUsageError() {
    int exit = cli.run("stop", Samples.ID, "--grace=soon");

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: --grace: 'soon' is not a duration").hasLineCount(1);
    assertThat(cli.jobs.calls).isEmpty();
  }
}
