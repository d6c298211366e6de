package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCommandTest {

  private final Cli cli = Cli.connected();

  @Test
  void outputIsPrintedByteForByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    cli.jobs.output =
        List.of(new OutputItem.Chunk(0, ByteBuffer.wrap(all)), Samples.end(256, Samples.exited(3)));

    int exit = cli.run("output", Samples.ID);

    assertThat(exit).isZero();
    assertThat(cli.stdout.toByteArray()).isEqualTo(all);
    assertThat(cli.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "output U | AtOffset[offset=0] follow=true",
        "output --no-follow U | AtOffset[offset=0] follow=false",
        "output U --offset=7 | AtOffset[offset=7] follow=true",
        "output U --tail=10 --no-follow | TailLines[lines=10] follow=false",
        "output U --tail-bytes=2K | TailBytes[bytes=2048] follow=true",
        "output U --limit=3M --offset=1 | AtOffset[offset=1] follow=true limit=3145728",
        "output U --limit=2G | AtOffset[offset=0] follow=true limit=2147483648",
        "output U --limit=9 --timestamps | AtOffset[offset=0] follow=true limit=9 times",
        "output U --since=2026-11-01T11:00:00.5+01:00 |"
            + " Since[time=2026-11-01T10:00:00.500Z] follow=true"
      })
  void optionsSayWhereToBeginAndWhetherToFollow(String commandLine, String query) {
    cli.jobs.output = List.of(Samples.end(0, Samples.exited(0)));

    int exit = cli.run(commandLine.replace("U", Samples.ID).split(" "));

    assertThat(exit).isZero();
    assertThat(cli.jobs.calls).containsExactly("output " + Samples.ID + " " + query);
  }

  @Test
  void whatIsNoNumberIsSaidToBeNone() {
    int exit = cli.run("output", Samples.ID, "--tail=x");

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err())
        .isEqualTo(
            "USAGE: invalid value for option '--tail': 'x' is not a whole number up to"
                + " 9223372036854775807; see 'process-manager output --help'\n");
  }

  @Test
  void gapsAndACutOffEndAreToldOnStderr() {
    cli.jobs.output =
        List.of(
            new OutputItem.Gap(0, 100, GapCause.DROPPED),
            Samples.chunk(100, "x\n"),
            new OutputItem.Gap(102, 105, GapCause.LOST),
            new OutputItem.End(105, OutputCompletion.CUT_OFF, Samples.exited(0)));

    int exit = cli.run("output", Samples.ID);

    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo("x\n");
    assertThat(cli.err().lines())
        .containsExactly(
            "GAP: 100 bytes, from offset 0 to 100, are no longer kept",
            "GAP: 3 bytes, from offset 102 to 105, are lost: the worker's storage was full or"
                + " failed",
            "CUT_OFF: a process that the job left behind held its output open; what it printed"
                + " behind offset 105 is not part of it");
  }

  @Test
  void aStreamThatBreaksSaysWhereToGoOn() {
    cli.jobs.output = List.of(Samples.chunk(5, "abc"));
    cli.jobs.outputRefusal = new JobsException.Unavailable("the worker is gone", null);

    int exit = cli.run("output", "--offset=5", Samples.ID);

    assertThat(exit).isEqualTo(114);
    assertThat(cli.out()).isEqualTo("abc");
    assertThat(cli.err().lines())
        .containsExactly(
            "NOTE: output " + Samples.ID + " --offset=8 goes on here",
            "UNAVAILABLE: the worker is gone");
  }

  @Test
  void aFollowedStreamThatEndsBeforeTheJobIsAFailure() {
    cli.jobs.output = List.of(Samples.chunk(0, "abc"));

    int exit = cli.run("output", Samples.ID);

    assertThat(exit).isEqualTo(114);
    assertThat(cli.err()).contains("--offset=3").contains("UNAVAILABLE: the stream ended");
  }

  @Test
  void aStreamThatDoesNotFollowEndsWithWhatIsThere() {
    cli.jobs.output = List.of(Samples.chunk(0, "abc"));

    int exit = cli.run("output", "--no-follow", Samples.ID);

    assertThat(exit).isZero();
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void aReaderThatWentAwayEndsTheCommandQuietly() {
    cli.jobs.output = List.of(Samples.chunk(0, "abc"));

    int exit = cli.runInto(new BrokenChannel("Broken pipe"), "output", Samples.ID);

    assertThat(exit).isEqualTo(141);
    assertThat(cli.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "output U --offset=-1",
        "output U --tail=-1",
        "output U --offset=1 --tail=1",
        "output U --since=1m --tail-bytes=1",
        "output U --tail-bytes=-1",
        "output U --tail-bytes=1X",
        "output U --tail-bytes=99999999999G",
        "output U --limit=0",
        "output U --limit=x",
        "output U --since=yesterday",
        "output U --since=2026-11-01",
        "output U -o json"
      })
  void placesThatDoNotExistAreUsageErrors(String commandLine) {
    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: ").hasLineCount(1);
  }

  @Test
  void aLimitIsNoBrokenStream() {
    cli.jobs.output = List.of(Samples.chunk(0, "abc"));

    int exit = cli.run("output", "--limit=3", Samples.ID);

    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo("abc");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void sinceMayBeADurationThatMeansAgo() {
    cli.jobs.output = List.of(Samples.end(0, Samples.exited(0)));
    Instant before = Instant.now().minus(Duration.ofMinutes(10));

    cli.run("output", "--since=10m", Samples.ID);

    String call = cli.jobs.calls.get(0);
    Instant since = Instant.parse(call.replaceAll(".*Since\\[time=(.*)] follow=true", "$1"));
    assertThat(since).isBetween(before.minusMillis(1), Instant.now().minus(Duration.ofMinutes(10)));
  }

  @Test
  void theReasonOfAWorkerThatShutsDownIsSaid() {
    cli.jobs.outputRefusal = new JobsException.Unavailable("the worker is shutting down", null);

    int exit = cli.run("output", Samples.ID);

    assertThat(exit).isEqualTo(114);
    assertThat(cli.err()).isEqualTo("UNAVAILABLE: the worker is shutting down\n");
  }
}
