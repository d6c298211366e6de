package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private final Cli cli = Cli.connected();

  private JsonObject document() {
    return JsonParser.parseString(cli.out()).getAsJsonObject();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-o json start ls",
        "stop JOB -o json",
        "status JOB -o json",
        "list -o json",
        "wait JOB -o json",
        "signal JOB HUP -o json"
      })
  void eachCommandPrintsExactlyOneDocumentOnOneLine(String commandLine) {
    int exit = cli.run(commandLine.replace("JOB", Samples.ID).split(" "));

    assertThat(exit).isZero();
    assertThat(cli.out()).hasLineCount(1).endsWith("\n");
    assertThat(document().size()).isPositive();
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void startGivesTheJob() {
    cli.run("start", "-o", "json", "ping", "1.1.1.1");

    assertThat(cli.out())
        .isEqualTo(
            "{\"id\":\"123e4567-e89b-42d3-a456-426614174000\",\"owner\":\"CN=alice\","
                + "\"program\":\"ping\",\"arguments\":[\"1.1.1.1\"],\"environmentNames\":[],"
                + "\"workingDirectory\":null,\"umask\":null,\"nice\":null,\"softLimits\":{},"
                + "\"stopSignal\":15,\"stopSignalName\":\"SIGTERM\",\"stopGraceSeconds\":3.0,"
                + "\"maximumRunTimeSeconds\":null,\"state\":\"running\","
                + "\"startedAt\":\"2026-11-01T10:00:00.250Z\"}\n");
  }

  @Test
  void statusHasWhatTheJobWasStartedWith() {
    JobSpec spec =
        JobSpec.of("ls")
            .withUmask(027)
            .withNice(5)
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64))
            .withSoftLimit(Resource.ADDRESS_SPACE, Limit.unlimited())
            .withMaximumRunTime(Duration.ofMillis(1500));
    cli.jobs.status =
        Samples.status(
            new Job(Samples.JOB, Samples.ALICE, spec, new JobState.Running(Samples.START)));

    cli.run("status", "-o", "json", Samples.ID);

    assertThat(document().get("umask").getAsString()).isEqualTo("027");
    assertThat(document().get("nice").getAsInt()).isEqualTo(5);
    assertThat(document().get("softLimits").toString())
        .isEqualTo("{\"nofile\":64,\"as\":\"unlimited\"}");
    assertThat(document().get("maximumRunTimeSeconds").getAsDouble()).isEqualTo(1.5);
  }

  @Test
  void statusHasWhatIsKeptOfTheOutputAndWhatWasLost() {
    cli.jobs.status =
        new JobStatus(
            Samples.running(),
            new OutputLog(100, 5000, 2048, OutputCompletion.CUT_OFF),
            new ProcessStatus.Gone());

    cli.run("status", "-o", "json", Samples.ID);

    assertThat(document().get("output").toString())
        .isEqualTo(
            "{\"firstOffset\":100,\"lostBytes\":2048,\"endOffset\":5000,"
                + "\"completion\":\"cut_off\"}");
  }

  @ParameterizedTest
  @MethodSource
  void eachCauseHasItsName(EndCause cause, String members) {
    cli.jobs.end = Samples.signaled(Signal.KILL, cause);

    cli.run("wait", "-o", "json", Samples.ID);

    assertThat(cli.out()).endsWith("},\"cause\":" + members + "}\n");
  }

  static Stream<Arguments> eachCauseHasItsName() {
    return Stream.of(
        Arguments.of(new EndCause.ByItself(), "\"by_itself\""),
        Arguments.of(
            new EndCause.KilledAfterGrace(Samples.ROOT),
            "\"killed_after_grace\",\"stoppedBy\":\"CN=root\""),
        Arguments.of(
            new EndCause.TimedOut(Duration.ofSeconds(2), true),
            "\"timed_out\",\"runTimeLimitSeconds\":2.0,\"leaderKilled\":true"),
        Arguments.of(
            new EndCause.Signaled(Samples.ROOT), "\"signaled\",\"signaledBy\":\"CN=root\""),
        Arguments.of(new EndCause.KilledFromOutside(), "\"killed_from_outside\""),
        Arguments.of(new EndCause.OutOfMemory(), "\"out_of_memory\""),
        Arguments.of(new EndCause.Unknown(), "\"unknown\""));
  }

  @Test
  void aJobWhoseTimeIsOverTellsTheReasonOfItsStop() {
    cli.jobs.status =
        Samples.status(Samples.stopping(new StopReason.TimeOver(Duration.ofSeconds(2))));

    cli.run("status", "-o", "json", Samples.ID);

    assertThat(document().get("stopReason").getAsString()).isEqualTo("run_time_over");
    assertThat(document().get("runTimeLimitSeconds").getAsDouble()).isEqualTo(2);
    assertThat(document().has("stoppedBy")).isFalse();
    assertThat(document().get("graceSeconds").getAsDouble()).isEqualTo(1.5);
  }

  @Test
  void stopTellsCodeFromSignal() {
    cli.jobs.end = Samples.signaled(Signal.TERM, new EndCause.Stopped(Samples.ALICE));

    cli.run("stop", "-o", "json", Samples.ID);

    assertThat(document().getAsJsonObject("exit").toString())
        .isEqualTo(
            "{\"kind\":\"signaled\",\"signal\":15,\"signalName\":\"SIGTERM\","
                + "\"coreDumped\":false,\"shellStatus\":143}");
    assertThat(document().get("cause").getAsString()).isEqualTo("stopped");
    assertThat(document().get("stoppedBy").getAsString()).isEqualTo("CN=alice");
    assertThat(document().get("killed").getAsBoolean()).isFalse();
    assertThat(document().get("thoroughness").getAsString()).isEqualTo("complete");
  }

  @Test
  void waitGivesTheExitAndExitsAsTheJobDid() {
    cli.jobs.end = Samples.exited(5);

    int exit = cli.run("wait", "-o", "json", Samples.ID);

    assertThat(exit).isEqualTo(5);
    assertThat(document().getAsJsonObject("exit").get("code").getAsInt()).isEqualTo(5);
    assertThat(document().get("cause").getAsString()).isEqualTo("by_itself");
  }

  @Test
  void statusHasOutputAndProcess() {
    cli.run("status", "-o", "json", Samples.ID);

    assertThat(document().getAsJsonObject("output").get("firstOffset").getAsLong()).isEqualTo(100);
    assertThat(document().getAsJsonObject("output").get("endOffset").getAsLong()).isEqualTo(5000);
    assertThat(document().getAsJsonObject("process").get("pid").getAsLong()).isEqualTo(4711);
    assertThat(document().getAsJsonObject("process").get("cpuTimeSeconds").getAsDouble())
        .isEqualTo(1.25);
  }

  @Test
  void listGathersAllPagesInOneDocument() {
    cli.jobs.pages.add(new JobPage(List.of(Samples.running()), "next"));
    cli.jobs.pages.add(new JobPage(List.of(Samples.running()), ""));

    cli.run("list", "-o", "json");

    assertThat(document().getAsJsonArray("jobs")).hasSize(2);
  }
}
