package io.processmanager.ports.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.JobId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The blocking form over a publisher that the test plays. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutputReaderTest {

  private final PlayedOutput source = new PlayedOutput();
  private final OutputReader reader = OutputReader.of(source);

  @Test
  void itemsComeInOrderAndThenNothing() throws Exception {
    source.print(0, "one");
    source.end(3);

    assertThat(reader.next()).contains(PlayedOutput.chunk(0, "one"));
    assertThat(reader.next()).contains(PlayedOutput.endAt(3));
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void readerAsksForMoreAsItReadsAndNeverForMuch() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(source.asked() - i).as("read-ahead at item %s", i).isBetween(1L, 8L);
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
    assertThat(source.isCancelled()).isTrue();
  }

  @Test
  void collectionOfAStreamThatBreaksOffFails() {
    CompletableFuture<?> collected =
        OutputCollection.begin(source.published(), PlayedOutput.JOB, 100);

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
    source.fail(new JobsException.NotFound(PlayedOutput.JOB));
    assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(refused::next);
    assertThat(refused.isOver()).isTrue();
  }
}
