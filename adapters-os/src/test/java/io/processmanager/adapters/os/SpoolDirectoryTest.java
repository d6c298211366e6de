package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.contract.OutputStorageHarness;
import io.processmanager.ports.outbound.OutputLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directory in which outputs are kept: how it is made, shared, refused and given back. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SpoolDirectoryTest {

  private static final OutputLimits LIMITS = new OutputLimits(1 << 20, 1 << 20);

  @TempDir private Path directory;

  private static SpoolOutputStorage openWithOutput(Path directory) {
    SpoolOutputStorage storage = SpoolOutputStorage.open(directory, LIMITS);
    storage
        .create(new JobId(UUID.randomUUID()), SOMEBODY)
        .append(ByteBuffer.wrap(new byte[1000]), OutputStorageHarness.NOON);
    return storage;
  }

  private static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> !file.equals(directory)).sorted().toList();
    }
  }

  @Test
  void directoryIsMadeWithItsParentsForNobodyElse() throws Exception {
    Path missing = directory.resolve("not/there");

    try (SpoolOutputStorage storage = openWithOutput(missing)) {
      Set<PosixFilePermission> files = PosixFilePermissions.fromString("rw-------");
      Set<PosixFilePermission> directories = PosixFilePermissions.fromString("rwx------");

      assertThat(storage.place()).startsWith(missing.toString());
      assertThat(below(directory))
          .hasSize(6)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .isEqualTo(Files.isDirectory(file) ? directories : files));
    }
    assertThat(below(missing)).containsExactly(missing.resolve("output"));
  }

  @Test
  void whatAKilledWorkerLeftIsRemovedAndWhatIsInUseStays() throws Exception {
    Path shared = directory.resolve("output");
    SpoolOutputStorage inUse = openWithOutput(directory);
    List<Path> before = below(shared);
    Path abandoned = Files.createDirectory(shared.resolve("1-abandoned"));
    Files.writeString(abandoned.resolve("some-0-0"), "left");
    Files.createFile(shared.resolve("1-abandoned.lock"));
    Path stranger = Files.createFile(shared.resolve("readme"));

    SpoolOutputStorage other = SpoolOutputStorage.open(directory, LIMITS);

    assertThat(abandoned).doesNotExist();
    assertThat(shared.resolve("1-abandoned.lock")).doesNotExist();
    assertThat(below(shared)).containsAll(before).contains(stranger);
    other.close();
    assertThat(before).allSatisfy(file -> assertThat(file).exists());
    inUse.close();
    assertThat(below(shared)).containsExactly(stranger);
  }

  @Test
  void manyThatOpenAtOnceLeaveEachOtherAlone() throws Exception {
    List<Future<Long>> lost = new ArrayList<>();

    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        lost.add(threads.submit(this::openTwentyTimes));
      }
    }

    for (Future<Long> each : lost) {
      assertThat(each.get()).isZero();
    }
    assertThat(below(directory.resolve("output"))).isEmpty();
  }

  /** Returns how many bytes were lost. */
  private long openTwentyTimes() {
    long lost = 0;
    for (int i = 0; i < 20; i++) {
      try (SpoolOutputStorage storage = openWithOutput(directory)) {
        JobId job = new JobId(UUID.randomUUID());
        storage
            .create(job, SOMEBODY)
            .append(ByteBuffer.wrap(new byte[9]), OutputStorageHarness.NOON);
        lost += storage.log(job).lostBytes();
      }
    }
    return lost;
  }

  private static UnusableDirectoryException refusal(Path directory) {
    return catchThrowableOfType(
        UnusableDirectoryException.class, () -> SpoolOutputStorage.open(directory, LIMITS));
  }

  @Test
  void fileIsNoDirectory() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(refusal(file)).hasMessageContaining(file + ": it is not a directory");
    assertThat(refusal(file.resolve("below"))).hasMessageContaining("give a directory");
  }

  @Test
  void directoryThatOthersMayWriteInIsRefused() throws Exception {
    Path shared = Files.createDirectory(directory.resolve("output"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(refusal(directory)).hasMessageContaining("others than this user may write");
  }

  @Test
  void directoryOfAnotherUserIsRefused() throws Exception {
    assumeTrue(Rights.isRoot(), "only root may give a directory away");
    Path shared = Files.createDirectory(directory.resolve("output"));
    Files.setAttribute(shared, "unix:uid", 65_534);

    assertThat(refusal(directory)).hasMessageContaining("others than this user may write");
  }

  @Test
  void readOnlyFileSystemIsRefused() throws Exception {
    try (SmallDisk disk = SmallDisk.assumedMounted(1 << 20)) {
      disk.makeReadOnly();

      assertThat(refusal(disk.place())).hasMessageContaining("EROFS");
    }
  }

  @Test
  void portsThatCannotOpenTheirStorageLeaveNothingOpen() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    LinuxPorts.builder().open().close();
    long before = EngineTest.openDescriptors();

    assertThatExceptionOfType(UnusableDirectoryException.class)
        .isThrownBy(() -> LinuxPorts.builder().output(OutputPlace.spool(file, LIMITS)).open());

    assertThat(EngineTest.openDescriptors()).isEqualTo(before);
  }

  @Test
  void openingAndClosingLeavesNoDescriptor() throws Exception {
    openWithOutput(directory).close();
    long before = EngineTest.openDescriptors();

    for (int i = 0; i < 10; i++) {
      openWithOutput(directory).close();
    }

    assertThat(EngineTest.openDescriptors()).isEqualTo(before);
  }
}
