package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines with the times at which they were captured. */
class TimestampsTest {

  private static final Instant ONE = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant TWO = Instant.parse("2026-11-01T10:00:01.234Z");

  private final Cli cli = Cli.connected();

  private String printed(OutputItem... items) {
    cli.jobs.output = List.of(items);
    int exit = cli.run("output", "--timestamps", "--no-follow", Samples.ID);
    assertThat(exit).isZero();
    return cli.stdout.toString(StandardCharsets.ISO_8859_1);
  }

  private static OutputItem time(long offset, Instant at) {
    return new OutputItem.CaptureTime(offset, at);
  }

  @Test
  void eachLineHasTheTimeBeforeIt() {
    String printed = printed(time(0, ONE), Samples.chunk(0, "a\nb\n\nc"));

    assertThat(printed)
        .isEqualTo(
            "2026-11-01T10:00:00.000Z a\n2026-11-01T10:00:00.000Z b\n"
                + "2026-11-01T10:00:00.000Z \n2026-11-01T10:00:00.000Z c");
  }

  @Test
  void aLineInPiecesHasTheTimeOfItsFirstByte() {
    String printed =
        printed(
            time(0, ONE),
            Samples.chunk(0, "be"),
            Samples.chunk(2, "gin"),
            time(5, TWO),
            Samples.chunk(5, " end\nnext\n"));

    assertThat(printed)
        .isEqualTo("2026-11-01T10:00:00.000Z begin end\n2026-11-01T10:00:01.234Z next\n");
  }

  @Test
  void whatFollowsALineEndInAnotherChunkHasItsOwnTime() {
    String printed =
        printed(time(0, ONE), Samples.chunk(0, "a\n"), time(2, TWO), Samples.chunk(2, "b\n"));

    assertThat(printed).isEqualTo("2026-11-01T10:00:00.000Z a\n2026-11-01T10:00:01.234Z b\n");
  }

  @Test
  void whatFollowsAGapInTheMiddleOfALineHasALineAndATimeOfItsOwn() {
    String printed =
        printed(
            time(0, ONE),
            Samples.chunk(0, "be"),
            new OutputItem.Gap(2, 9, GapCause.LOST),
            new OutputItem.Gap(9, 12, GapCause.DROPPED),
            time(12, TWO),
            Samples.chunk(12, "ta\n"),
            new OutputItem.Gap(15, 16, GapCause.LOST),
            Samples.chunk(16, "c"));

    assertThat(printed)
        .isEqualTo(
            "2026-11-01T10:00:00.000Z be\n2026-11-01T10:00:01.234Z ta\n"
                + "2026-11-01T10:00:01.234Z c");
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() {
    String printed =
        printed(
            time(0, ONE),
            new OutputItem.Chunk(0, ByteBuffer.wrap(new byte[] {0, -1, '\r', '\n', -128})),
            new OutputItem.Gap(5, 9, GapCause.DROPPED));

    assertThat(printed)
        .isEqualTo("2026-11-01T10:00:00.000Z \0\u00ff\r\n2026-11-01T10:00:00.000Z \u0080");
  }
}
