package io.processmanager.ports.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The blocking forms over a publisher that the test plays. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutputReaderTest {

  private static final JobState.Ended ENDED =
      new JobState.Running(Instant.EPOCH)
          .end(new Exit.Exited(0), new EndCause.ByItself(), Instant.EPOCH);

  private static final JobId JOB = new JobId(UUID.randomUUID());

  private final Source source = new Source();
  private final OutputReader reader = OutputReader.of(source);

  @Test
  void itemsComeInOrderAndThenNothing() throws Exception {
    source.print(0, "one");
    source.end(3);

    assertThat(reader.next()).contains(chunk(0, "one"));
    assertThat(reader.next()).contains(new OutputItem.End(3, OutputCompletion.COMPLETE, ENDED));
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void readerAsksForMoreAsItReadsAndNeverForMuch() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(source.asked - i).as("read-ahead at item %s", i).isBetween(1L, 8L);
      source.print(i, "x");
      reader.next();
    }
  }

  @Test
  void refusalIsThrownByTheReadThatMeetsIt() throws Exception {
    source.print(0, "one");
    source.fail(new JobsException.NotFound(new JobId(UUID.randomUUID())));

    assertThat(reader.next()).isPresent();
    assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(reader::next);
    assertThatExceptionOfType(JobsException.NotFound.class)
        .as("a second read: a failure is not the end, and nothing grows")
        .isThrownBy(reader::next)
        .satisfies(refusal -> assertThat(refusal.getSuppressed()).hasSize(1));
  }

  @Test
  void closeCancelsAndWakesTheReadingThread() throws Exception {
    Thread closer = new Thread(reader::close);
    closer.start();

    assertThat(reader.next()).isEmpty();
    closer.join();
    assertThat(source.cancelled).isTrue();
  }

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
    assertThat(source.cancelled).isTrue();
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
    InputStream stream = opened(OutputQuery.all()).asInputStream();
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
    InputStream stream = opened(OutputQuery.all().withLimit(5)).asInputStream();
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
    InputStream stream = opened(OutputQuery.all()).asInputStream();
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
      InputStream stream = opened(part).asInputStream();
      source.print(0, "part");
      source.complete();

      assertThat(stream.readAllBytes()).as(part.toString()).hasSize(4);
    }
  }

  @Test
  void collectionOfAStreamThatBreaksOffFails() {
    CompletableFuture<?> collected = OutputCollection.begin(published(), JOB, 100);

    source.print(0, "half");
    source.complete();

    assertThat(collected)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(JobsException.Unavailable.class);
  }

  @Test
  void readerThatAsksNowAndThenSeesTheEndAlsoWhereThereIsNoItemForIt() throws Exception {
    source.print(0, "part");
    assertThat(reader.next(Duration.ZERO)).isPresent();
    assertThat(reader.next(Duration.ZERO)).isEmpty();
    assertThat(reader.isOver()).isFalse();

    source.complete();

    assertThat(reader.next(Duration.ZERO)).isEmpty();
    assertThat(reader.isOver()).isTrue();
  }

  @Test
  void readerThatWasRefusedOrClosedIsOver() {
    OutputReader closed = OutputReader.of(source);
    closed.close();
    assertThat(closed.isOver()).isTrue();

    OutputReader refused = OutputReader.of(source);
    source.fail(new JobsException.NotFound(JOB));
    assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(refused::next);
    assertThat(refused.isOver()).isTrue();
  }

  private OutputReader opened(OutputQuery query) {
    return published().openOutput(JOB, query);
  }

  /** Jobs that publish the source, whatever they are asked for. */
  private Jobs published() {
    Jobs jobs = mock(Jobs.class, CALLS_REAL_METHODS);
    doReturn(source).when(jobs).output(any(), any());
    return jobs;
  }

  @Test
  void interruptedStreamKeepsTheInterrupt() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> reader.asInputStream().read());

    assertThat(Thread.interrupted()).isTrue();
  }

  private static OutputItem chunk(long offset, String text) {
    return new OutputItem.Chunk(offset, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /** A publisher for one subscriber. */
  private static final class Source implements Flow.Publisher<OutputItem>, Flow.Subscription {

    private Flow.@Nullable Subscriber<? super OutputItem> subscriber;
    private volatile boolean cancelled;
    private long asked;

    @Override
    public void subscribe(Flow.Subscriber<? super OutputItem> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    @Override
    public void request(long items) {
      asked += items;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    void print(long offset, String text) {
      give(chunk(offset, text));
    }

    void give(OutputItem item) {
      Objects.requireNonNull(subscriber).onNext(item);
    }

    void end(long offset) {
      give(new OutputItem.End(offset, OutputCompletion.COMPLETE, ENDED));
      complete();
    }

    void complete() {
      Objects.requireNonNull(subscriber).onComplete();
    }

    void fail(Throwable cause) {
      Objects.requireNonNull(subscriber).onError(cause);
    }
  }
}
