package io.processmanager.adapters.os;

import static io.processmanager.adapters.os.SpoolTest.Stretch.dropped;
import static io.processmanager.adapters.os.SpoolTest.Stretch.kept;
import static io.processmanager.adapters.os.SpoolTest.Stretch.lost;
import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of output that the disk does not take. */
final class SpoolLossTest extends SpoolTest {

  private static final int MORE_THAN_STAY_OPEN = 300;

  private final JobId job = newJob();

  @ParameterizedTest
  @ValueSource(
      ints = {
        Errno.EIO,
        Errno.ENOSPC,
        Errno.EDQUOT,
        Errno.EROFS,
        Errno.EFBIG,
        Errno.EMFILE,
        Errno.ENOENT
      })
  void bytesThatCannotBeKeptAreLostAndTheNextOnesAreKeptAgain(int errno) {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 1000);

    files().failWriteAfter(0, errno);
    files().failCreate(errno);
    append(writer, job, 500);
    append(writer, job, 500);
    files().healWrite();
    files().failCreate(0);
    advance(Duration.ofMillis(100));
    append(writer, job, 300);
    writer.end(OutputCompletion.COMPLETE);

    boolean full = errno == Errno.ENOSPC || errno == Errno.EDQUOT;
    assertThat(read(job))
        .containsExactly(
            full ? dropped(0, 1000) : kept(0, 1000), lost(1000, 2000), kept(2000, 2300));
    assertThat(storage().log(job))
        .isEqualTo(new OutputLog(full ? 1000 : 0, 2300, 1000, OutputCompletion.COMPLETE));
  }

  @Test
  void whatAShortWriteHasTakenIsKept() {
    OutputWriter writer = storage().create(job, SOMEBODY);

    files().failWriteAfter(700, Errno.EIO);
    append(writer, job, 1000);

    assertThat(read(job)).containsExactly(kept(0, 700), lost(700, 1000));
    assertThat(storage().log(job).lostBytes()).isEqualTo(300);
  }

  @Test
  void segmentThatIsDroppedJustBeforeItsFileIsOpenedAgainCostsNoByteOfTheNext() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 1000);
    for (int i = 0; i < MORE_THAN_STAY_OPEN; i++) {
      JobId other = newJob();
      append(storage().create(other, SOMEBODY), other, 1);
    }

    files().beforeNextOpen(() -> storage().dropOldest());
    append(writer, job, 500);

    assertThat(read(job)).containsExactly(dropped(0, 1000), kept(1000, 1500));
    assertThat(storage().log(job).lostBytes()).isZero();
    assertThat(files().renewals()).isZero();
  }

  @Test
  void whatThereIsNoMemoryForIsLostAndTheNextBytesAreKept() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 100);

    files()
        .duringWrite(
            () -> {
              throw new OutOfMemoryError("made up");
            });
    append(writer, job, 200);
    files().duringWrite(() -> {});
    append(writer, job, 300);

    assertThat(read(job)).containsExactly(kept(0, 100), lost(100, 300), kept(300, 600));
    assertThat(storage().log(job).lostBytes()).isEqualTo(200);
    assertThat(storage().usedBytes()).isEqualTo(400);
  }

  @Test
  void outputThatWasLostFromItsFirstByteOnIsAGapToo() {
    OutputWriter writer = storage().create(job, SOMEBODY);

    files().failCreate(Errno.EROFS);
    append(writer, job, 1000);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(read(job)).containsExactly(lost(0, 1000));
    assertThat(storage().usedBytes()).isZero();
    assertThat(files().names()).isEmpty();
  }

  @Test
  void nextAttemptWaitsTwiceAsLongEachTimeUpToFiveSeconds() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    files().failCreate(Errno.EIO);
    append(writer, job, 1);
    int[] expected = {100, 200, 400, 800, 1600, 3200, 5000, 5000};

    for (int millis : expected) {
      int before = files().attempts();
      advance(Duration.ofMillis(millis - 1));
      append(writer, job, 1);
      int tooEarly = files().attempts() - before;
      advance(Duration.ofMillis(1));
      append(writer, job, 1);

      assertThat(tooEarly).isZero();
      assertThat(files().attempts() - before).isEqualTo(1);
    }
  }

  @Test
  void fullDiskTakesOldSegmentsOfTheLargestOutputFirst() {
    JobId large = newJob();
    append(storage().create(large, SOMEBODY), large, 5 * SEGMENT);
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 100);

    files().failCreate(Errno.ENOSPC);
    files().failWriteAfter(0, Errno.ENOSPC);
    append(writer, job, 100);

    assertThat(read(large)).containsExactly(dropped(0, SEGMENT), kept(SEGMENT, 5 * SEGMENT));
    assertThat(read(job)).containsExactly(kept(0, 100), lost(100, 200));
  }

  @Test
  void fullDiskTakesAsManySmallOutputsAsAreToBeWritten() {
    List<JobId> small = Stream.generate(SpoolTest::newJob).limit(9).toList();
    small.forEach(other -> append(storage().create(other, SOMEBODY), other, 10));
    OutputWriter writer = storage().create(job, SOMEBODY);

    files().failCreate(Errno.ENOSPC);
    append(writer, job, 2 * 4096 + 1);

    assertThat(small.stream().map(storage()::log).filter(log -> log.firstOffset() > 0)).hasSize(3);
  }

  @Test
  void fullDiskTakesOldSegmentsOfWhoeverHasTheMost() {
    JobId mine = newJob();
    append(storage().create(mine, SOMEBODY), mine, 3 * SEGMENT);
    JobId first = newJob();
    append(storage().create(first, new Owner("has many")), first, 2 * SEGMENT);
    JobId second = newJob();
    append(storage().create(second, new Owner("has many")), second, 2 * SEGMENT);
    OutputWriter writer = storage().create(job, SOMEBODY);

    files().failCreate(Errno.ENOSPC);
    files().failWriteAfter(0, Errno.ENOSPC);
    append(writer, job, 100);

    assertThat(read(mine)).containsExactly(kept(0, 3 * SEGMENT));
    assertThat(storage().log(first).firstOffset() + storage().log(second).firstOffset())
        .isEqualTo(SEGMENT);
  }

  @Test
  void lossBetweenBytesThatHaveBeenDroppedIsDroppedWithThem() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, SEGMENT);
    files().failCreate(Errno.EIO);
    append(writer, job, 1000);
    files().failCreate(0);
    advance(Duration.ofSeconds(1));

    append(writer, job, CAP + SEGMENT);

    OutputLog log = storage().log(job);
    assertThat(log.lostBytes()).isEqualTo(1000);
    assertThat(log.firstOffset()).isGreaterThan(SEGMENT + 1000);
    assertThat(read(job))
        .containsExactly(dropped(0, log.firstOffset()), kept(log.firstOffset(), log.endOffset()));
  }

  @Test
  void lossBehindBytesThatHaveBeenDroppedStaysALoss() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 2 * SEGMENT);
    files().failCreate(Errno.EIO);
    append(writer, job, 1000);

    assertThat(storage().log(job).lostBytes()).isEqualTo(1000);
    files().failWriteAfter(0, Errno.ENOSPC);
    for (int i = 0; i < 3; i++) {
      files().failCreate(Errno.ENOSPC);
      advance(Duration.ofSeconds(10));
      append(writer, job, 1);
    }

    assertThat(read(job))
        .containsExactly(dropped(0, 2 * SEGMENT), lost(2 * SEGMENT, 2 * SEGMENT + 1003));
  }

  @Test
  void readersThatFollowAreToldOfALoss() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    AtomicInteger calls = new AtomicInteger();
    storage().onGrowth(job, 0, calls::incrementAndGet);

    files().failCreate(Errno.EIO);
    append(writer, job, 10);

    assertThat(calls).hasValue(1);
  }

  @Test
  void changingFortunesLeaveABoundedNumberOfFiles() {
    OutputWriter writer = storage().create(job, SOMEBODY);

    for (int i = 0; i < 500; i++) {
      append(writer, job, 1);
      files().failWriteAfter(0, Errno.EIO);
      append(writer, job, 1);
      files().healWrite();
      advance(Duration.ofSeconds(10));
    }

    assertThat(files().names()).hasSizeLessThanOrEqualTo(64);
    assertThat(storage().log(job).lostBytes()).isEqualTo(500);
    assertThat(read(job).getFirst()).isEqualTo(dropped(0, storage().log(job).firstOffset()));
  }

  @Test
  void readerThatBeginsAtATimeMeetsWhatWasLostSince() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    writer.append(ByteBuffer.wrap(new byte[10]), noon);
    files().failWriteAfter(0, Errno.EIO);
    writer.append(ByteBuffer.wrap(new byte[10]), noon.plusSeconds(10));

    assertThat(storage().offsetSince(job, noon.plusSeconds(5))).isEqualTo(10);
    assertThat(storage().offsetSince(job, noon.plusSeconds(11))).isEqualTo(20);
    assertThat(storage().captureSpan(job, 15)).isEmpty();

    files().healWrite();
    advance(Duration.ofSeconds(1));
    writer.append(ByteBuffer.wrap(new byte[10]), noon.plusSeconds(20));

    assertThat(storage().offsetSince(job, noon.plusSeconds(5))).isEqualTo(10);
    assertThat(storage().captureSpan(job, 15)).isEmpty();
    assertThat(storage().captureSpan(job, 25)).isPresent();
  }

  @Test
  void readerThatBeginsAtATimeMeetsWhatWasDroppedWhileItWasWritten() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    writer.append(ByteBuffer.wrap(new byte[10]), noon);

    files().duringWrite(storage()::dropOldest);
    writer.append(ByteBuffer.wrap(new byte[10]), noon.plusSeconds(10));

    assertThat(read(job)).containsExactly(dropped(0, 20));
    assertThat(storage().offsetSince(job, noon.plusSeconds(5))).isLessThanOrEqualTo(10);
    assertThat(storage().offsetSince(job, noon.plusSeconds(11))).isEqualTo(20);
  }

  @Test
  void beginningAndEndOfTroubleAreOneLineEach() {
    JobId other = newJob();
    OutputWriter writer = storage().create(job, SOMEBODY);
    OutputWriter second = storage().create(other, SOMEBODY);

    try (LogOf log = new LogOf(SpoolTroubles.class)) {
      files().failCreate(Errno.ENOSPC);
      for (int i = 0; i < 10; i++) {
        append(writer, job, 5);
        append(second, other, 5);
        advance(Duration.ofSeconds(1));
      }
      files().failCreate(0);
      advance(Duration.ofSeconds(10));
      append(writer, job, 5);
      append(second, other, 5);

      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).contains("ENOSPC").contains(directory().toString());
      assertThat(log.lines().get(1)).contains("100 bytes");
    }
  }

  @Test
  void troubleThatBeginsSoonAfterAnotherIsToldWhenItLasts() {
    OutputWriter writer = storage().create(job, SOMEBODY);

    try (LogOf log = new LogOf(SpoolTroubles.class)) {
      files().failCreate(Errno.ENOSPC);
      append(writer, job, 5);
      heal(writer);
      files().failCreate(Errno.EROFS);
      files().failWriteAfter(0, Errno.EROFS);
      append(writer, job, 7);
      int soon = log.lines().size();
      advance(Duration.ofSeconds(20));
      append(writer, job, 7);
      heal(writer);

      assertThat(soon).isEqualTo(2);
      assertThat(log.lines()).hasSize(4);
      assertThat(log.lines().get(2)).contains("EROFS");
      assertThat(log.lines().get(3)).contains("14 bytes");
    }
  }

  private void heal(OutputWriter writer) {
    files().failCreate(0);
    files().healWrite();
    advance(Duration.ofSeconds(1));
    append(writer, job, 1);
  }
}
