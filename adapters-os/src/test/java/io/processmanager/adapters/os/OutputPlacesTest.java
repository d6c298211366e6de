package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much is kept in files where nobody says. */
final class OutputPlacesTest {

  @Test
  void whatKilledWorkersLeftIsGoneBeforeFreeSpaceIsCounted(@TempDir Path directory)
      throws Exception {
    Path shared = directory.resolve("output");
    OutputLimits limits = new OutputLimits(1 << 20, 1 << 20);
    try (SpoolOutputStorage inUse = SpoolOutputStorage.open(directory, limits)) {
      Path abandoned = Files.createDirectory(shared.resolve("1-abandoned"));
      Files.writeString(abandoned.resolve("some-0-0"), "left");
      Files.createFile(shared.resolve("1-abandoned.lock"));

      OutputPlace.spoolLimits(directory);

      assertThat(abandoned).doesNotExist();
      assertThat(inUse.place()).isEqualTo(shared.toString());
      assertThat(shared).isDirectoryContaining(Files::isDirectory);
    }
  }

  @Test
  void directoryThatIsNotThereIsNotMade(@TempDir Path directory) {
    Path missing = directory.resolve("missing");

    OutputLimits limits = OutputPlace.spoolLimits(missing);

    assertThat(limits.totalBytes()).isBetween(64L << 20, 8L << 30);
    assertThat(missing).doesNotExist();
  }

  @Test
  void diskWithHardlyAnyRoomIsWarnedOf() throws Exception {
    try (SmallDisk disk = SmallDisk.assumedMounted(1 << 20);
        LogOf log = new LogOf(OutputPlaces.class)) {
      OutputLimits limits = OutputPlace.spoolLimits(disk.place());

      assertThat(limits).isEqualTo(new OutputLimits(64 << 20, 64 << 20));
      assertThat(log.lines()).singleElement().asString().startsWith("WARNING " + disk.place());
    }
  }
}
