package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Paths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Low descriptor numbers for launches. */
final class DescriptorReserveTest {

  private static final int MANY = 200;

  private final List<Integer> opened = new ArrayList<>();

  @AfterEach
  void closeOpened() {
    opened.forEach(Descriptors::closeQuietly);
  }

  @Test
  void filesMoveToReservedNumbersAndBack() throws Exception {
    int placeholder = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null");
    Set<Integer> numbers = new HashSet<>();
    try (DescriptorReserve reserve = DescriptorReserve.open(placeholder)) {
      takeNumbers();
      for (int round = 0; round < 40; round++) {
        int file = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/zero");

        int moved = reserve.move(file);

        assertThat(moved).isNotEqualTo(file);
        assertThat(fileAt(moved)).isEqualTo("/dev/zero");
        reserve.release(moved);
        assertThat(fileAt(moved)).isEqualTo("/dev/null");
        numbers.add(moved);
      }
    }
    Descriptors.closeQuietly(placeholder);
    assertThat(numbers).hasSizeLessThanOrEqualTo(16);
  }

  @Test
  void moreThanThereAreStayWhereTheyAre() throws Exception {
    int placeholder = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null");
    List<Integer> moved = new ArrayList<>();
    try (DescriptorReserve reserve = DescriptorReserve.open(placeholder)) {
      takeNumbers();
      for (int i = 0; i < 16; i++) {
        moved.add(reserve.move(Paths.openFile(Paths.OWN_DIRECTORY, "/dev/zero")));
      }
      int oneMore = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/zero");

      int kept = reserve.move(oneMore);

      assertThat(kept).isEqualTo(oneMore);
      reserve.release(kept);
      moved.forEach(reserve::release);
      assertThat(moved).doesNotHaveDuplicates().allMatch(number -> fileAt(number).endsWith("null"));
    }
    Descriptors.closeQuietly(placeholder);
  }

  @Test
  void fileWithALowNumberOfItsOwnStaysThere() throws Exception {
    int placeholder = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null");
    try (DescriptorReserve reserve = DescriptorReserve.open(placeholder)) {
      int file = Paths.openFile(Paths.OWN_DIRECTORY, "/dev/zero");

      int kept = reserve.move(file);

      assertThat(kept).isEqualTo(file);
      reserve.release(kept);
      assertThat(fileAt(kept)).isEqualTo("closed");
    }
    Descriptors.closeQuietly(placeholder);
  }

  /** Takes the numbers that a process with many jobs has taken. */
  private void takeNumbers() throws Exception {
    for (int i = 0; i < MANY; i++) {
      opened.add(Paths.openFile(Paths.OWN_DIRECTORY, "/dev/null"));
    }
  }

  private static String fileAt(int descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (java.io.IOException closed) {
      return "closed";
    }
  }
}
