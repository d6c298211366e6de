package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many ended jobs are kept where nobody says. */
final class KeptByDefaultTest {

  @ParameterizedTest
  @CsvSource({
    "1, 100",
    "32000000, 320",
    "64000000, 640",
    "1000000000, 10000",
    "99000000000, 10000"
  })
  void numberGoesByTheHeapWithinBounds(long heapBytes, int kept) {
    assertThat(LocalJobs.Builder.keptByDefault(heapBytes)).isEqualTo(kept);
  }
}
