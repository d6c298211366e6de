package io.processmanager.ports.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An output as bytes, over a publisher that the test plays. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutputInputStreamTest {

  private final PlayedOutput source = new PlayedOutput();
  private final OutputReader reader = OutputReader.of(source);

  @Test
  void streamGivesTheBytesOfAllChunks() throws Exception {
    source.print(0, "one ");
    source.print(4, "two");
    source.end(7);

    try (InputStream stream = reader.asInputStream()) {
      assertThat(stream.read()).isEqualTo('o');
      assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("ne two");
      assertThat(stream.read()).isEqualTo(-1);
    }
    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void streamGivesBytesWithoutASign() throws Exception {
    source.give(
        new OutputItem.Chunk(0, ByteBuffer.wrap(new byte[] {0, 127, (byte) 128, (byte) 255})));
    source.end(4);
    InputStream stream = reader.asInputStream();

    for (int expected : new int[] {0, 127, 128, 255, -1}) {
      assertThat(stream.read()).isEqualTo(expected);
    }
  }

  @Test
  void streamStaysAtItsEnd() throws Exception {
    InputStream stream = source.opened(OutputQuery.all()).asInputStream();
    source.print(0, "all");
    source.end(3);
    assertThat(stream.readNBytes(3)).hasSize(3);

    for (int tries = 0; tries < 2; tries++) {
      assertThat(stream.read()).isEqualTo(-1);
      assertThat(stream.read(new byte[9])).isEqualTo(-1);
      assertThat(stream.read(new byte[0])).isZero();
    }
  }

  @Test
  void streamThatIsClosedWhileAPartIsReadIsNotAtItsEnd() throws Exception {
    InputStream stream = source.opened(OutputQuery.all().withLimit(5)).asInputStream();
    source.print(0, "half");
    assertThat(stream.readNBytes(4)).hasSize(4);
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(() -> assertThatCode(stream::close).doesNotThrowAnyException());

    for (int tries = 0; tries < 2; tries++) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(stream::read)
          .withMessage("the stream has been closed");
    }
    closing.join();
  }

  @Test
  void streamThrowsAGapOnceAndGoesOnBehindIt() throws Exception {
    source.print(0, "before");
    source.give(new OutputItem.Gap(6, 20, GapCause.DROPPED));
    source.print(20, "behind");
    source.end(26);
    InputStream stream = reader.asInputStream();

    assertThat(new String(stream.readNBytes(6), UTF_8)).isEqualTo("before");
    assertThatExceptionOfType(OutputGapException.class)
        .isThrownBy(stream::read)
        .withMessageContaining("14 bytes")
        .satisfies(
            thrown ->
                assertThat(thrown.gap()).isEqualTo(new OutputItem.Gap(6, 20, GapCause.DROPPED)));
    assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("behind");
  }

  @Test
  void streamSaysWhyBytesAreMissing() {
    assertThat(new OutputGapException(new OutputItem.Gap(6, 20, GapCause.DROPPED)))
        .hasMessageEndingWith("from offset 6 to 20, are no longer kept");
    assertThat(new OutputGapException(new OutputItem.Gap(6, 20, GapCause.LOST)))
        .hasMessageEndingWith("from offset 6 to 20, were lost: the storage was full or failed");
  }

  @Test
  void streamGivesARefusalAsAnInputOutputError() {
    source.fail(new JobsException.NotPermitted(new JobId(UUID.randomUUID())));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> reader.asInputStream().read())
        .withCauseInstanceOf(JobsException.NotPermitted.class);
  }

  @Test
  void streamThatBreaksOffBeforeTheOutputDoesIsNoEnd() throws Exception {
    InputStream stream = source.opened(OutputQuery.all()).asInputStream();
    source.print(0, "half");
    source.complete();

    assertThat(stream.readNBytes(4)).hasSize(4);
    for (int tries = 0; tries < 2; tries++) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(stream::read)
          .withMessageContaining("before the job's output did");
    }
  }

  @Test
  void streamOfAPartEndsWithThatPart() throws Exception {
    for (OutputQuery part :
        List.of(OutputQuery.all().withLimit(4), OutputQuery.all().withoutFollowing())) {
      InputStream stream = source.opened(part).asInputStream();
      source.print(0, "part");
      source.complete();

      assertThat(stream.readAllBytes()).as(part.toString()).hasSize(4);
    }
  }

  @Test
  void interruptedStreamKeepsTheInterrupt() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> reader.asInputStream().read());

    assertThat(Thread.interrupted()).isTrue();
  }
}
