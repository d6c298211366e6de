package io.processmanager.adapters.os;

import static io.processmanager.adapters.os.SpoolTest.Stretch.kept;
import static io.processmanager.adapters.os.SpoolTest.Stretch.lost;
import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was kept, and somebody or something takes away. */
final class SpoolDamageTest extends SpoolTest {

  private final JobId job = newJob();

  private List<Path> segmentFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory())) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(job.toString()))
          .sorted()
          .toList();
    }
  }

  @Test
  void fileThatWasTruncatedFromOutsideIsALossForEveryReader() throws Exception {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 3000);

    truncate(segmentFiles().getFirst(), 1000);
    List<Stretch> before = read(job);
    append(writer, job, 500);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(before).containsExactly(kept(0, 1000), lost(1000, 3000));
    assertThat(read(job)).containsExactly(kept(0, 1000), lost(1000, 3000), kept(3000, 3500));
    assertThat(storage().log(job))
        .isEqualTo(new OutputLog(0, 3500, 2000, OutputCompletion.COMPLETE));
  }

  @Test
  void fileThatIsWrittenAfterItWasTruncatedIsReadWithoutAHole() throws Exception {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 1000);

    truncate(segmentFiles().getFirst(), 400);
    append(writer, job, 500);
    truncate(segmentFiles().getLast(), 0);
    append(writer, job, 300);

    assertThat(read(job)).containsExactly(kept(0, 400), lost(400, 1500), kept(1500, 1800));
    assertThat(storage().log(job).lostBytes()).isEqualTo(1100);
  }

  @Test
  void fileThatWasTruncatedTakesNoTimesEither() throws Exception {
    OutputWriter writer = storage().create(job, SOMEBODY);
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    for (int i = 0; i < 100; i++) {
      writer.append(ByteBuffer.wrap(new byte[] {byteAt(i)}), noon.plusMillis(i));
    }

    truncate(segmentFiles().getFirst(), 40);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(read(job)).containsExactly(kept(0, 40), lost(40, 100));
    assertThat(storage().captureSpan(job, 20)).isPresent();
  }

  private static void truncate(Path path, long length) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.truncate(length);
    }
  }

  @Test
  void bytesThatTheDiskDoesNotGiveBackAreLost() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, SEGMENT + 1000);

    files().failRead(Errno.EIO);
    List<Stretch> broken = read(job);
    files().failRead(0);

    assertThat(broken).containsExactly(lost(0, SEGMENT), lost(SEGMENT, SEGMENT + 1000));
    assertThat(read(job)).containsExactly(lost(0, SEGMENT + 1000));
    assertThat(storage().log(job).lostBytes()).isEqualTo(SEGMENT + 1000);
  }

  @Test
  void bytesThatTheDiskGivesBackWhenAskedAgainAreNotLost() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 1000);

    files().failNextRead(Errno.EIO);

    assertThat(read(job)).containsExactly(kept(0, 1000));
    assertThat(storage().log(job).lostBytes()).isZero();
  }

  @Test
  void directoryThatIsMadeAgainHasOneLock() throws Exception {
    append(storage().create(job, SOMEBODY), job, 10);
    Path shared = directory().resolve("output");
    deleteAll(onlyDirectoryIn(shared));

    files().renew();

    assertThat(onlyDirectoryIn(shared)).isEmptyDirectory();
    try (Stream<Path> all = Files.list(shared)) {
      assertThat(all)
          .filteredOn(Files::isRegularFile)
          .containsExactly(Path.of(onlyDirectoryIn(shared) + ".lock"));
    }
  }

  private static Path onlyDirectoryIn(Path shared) throws IOException {
    try (Stream<Path> all = Files.list(shared)) {
      List<Path> directories = all.filter(Files::isDirectory).toList();
      assertThat(directories).hasSize(1);
      return directories.getFirst();
    }
  }

  @Test
  void readerWithoutADescriptorIsRefusedAndNothingIsLost() {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 1000);
    closeAllFiles();

    files().failOpen(Errno.EMFILE);
    assertThatExceptionOfType(JobsException.ResourceExhausted.class).isThrownBy(() -> read(job));
    files().failOpen(0);

    assertThat(read(job)).containsExactly(kept(0, 1000));
  }

  /** As many other outputs as it takes to have this one's file closed. */
  private void closeAllFiles() {
    for (int i = 0; i < 200; i++) {
      JobId other = newJob();
      append(storage().create(other, SOMEBODY), other, 1);
    }
  }

  @Test
  void directoryThatWasRemovedIsMadeAgain() throws Exception {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 1000);
    closeAllFiles();

    deleteAll(directory().resolve("output"));
    append(writer, job, 10);
    advance(Duration.ofSeconds(1));
    append(writer, job, 20);

    assertThat(files().renewals()).isPositive();
    assertThat(read(job)).containsExactly(lost(0, 1010), kept(1010, 1030));
    assertThat(segmentFiles()).hasSize(1);
  }

  private static void deleteAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void thousandJobsThatPrintTakeABoundedNumberOfDescriptors() {
    List<JobId> jobs = Stream.generate(SpoolTest::newJob).limit(1000).toList();
    List<OutputWriter> writers = jobs.stream().map(job -> storage().create(job, SOMEBODY)).toList();

    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < jobs.size(); i++) {
        append(writers.get(i), jobs.get(i), 100);
      }
    }

    assertThat(jobs).allSatisfy(each -> assertThat(read(each)).containsExactly(kept(0, 300)));
    assertThat(files().mostDescriptors()).isLessThanOrEqualTo(129);
    assertThat(storage().openFiles()).isLessThanOrEqualTo(128);
  }

  @Test
  void silentJobTakesNoFileAndADeletedOneLeavesNone() {
    OutputWriter silent = storage().create(job, SOMEBODY);
    JobId loud = newJob();
    OutputWriter writer = storage().create(loud, SOMEBODY);

    silent.end(OutputCompletion.COMPLETE);
    int withoutBytes = files().names().size();
    append(writer, loud, 2 * SEGMENT);
    int before = files().names().size();
    storage().delete(loud);
    appendAndEnd(writer);

    assertThat(withoutBytes).isZero();
    assertThat(before).isEqualTo(2);
    assertThat(files().names()).isEmpty();
    assertThat(storage().openFiles()).isZero();
    assertThat(storage().usedBytes()).isZero();
  }

  private static void appendAndEnd(OutputWriter writer) {
    writer.append(ByteBuffer.allocate(2 * SEGMENT), Instant.EPOCH);
    writer.end(OutputCompletion.COMPLETE);
  }

  @Test
  void writerOfAClosedStorageWritesNowhere() throws Exception {
    OutputWriter writer = storage().create(job, SOMEBODY);
    append(writer, job, 100);

    storage().close();
    appendAndEnd(writer);

    assertThat(directory().resolve("output")).isEmptyDirectory();
    assertThatIllegalArgumentException().isThrownBy(() -> storage().log(job));
  }
}
