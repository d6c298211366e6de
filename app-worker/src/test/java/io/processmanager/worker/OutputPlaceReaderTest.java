package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where output is kept when more or less is said. */
class OutputPlaceReaderTest {

  private static final OutputLimits MEMORY = new OutputLimits(1000, 5000);
  private static final OutputLimits SPOOL = new OutputLimits(1 << 20, 1 << 30);

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private GivenValues given = new GivenValues(options, environment);

  private @Nullable OutputPlace read(boolean isRoot) {
    given = new GivenValues(options, environment);
    Surroundings surroundings = new Surroundings(4 << 20, MEMORY, directory -> SPOOL, isRoot);
    return new OutputPlaceReader(given, surroundings).read();
  }

  private List<String> problems() {
    return given.problems();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/given,/systemd,/state,/home/alice,true,/given",
        "-,/systemd,/state,/home/alice,true,/systemd",
        "-,/systemd:/second,/state,/home/alice,false,/systemd",
        "-,-,/state,/home/alice,true,/var/lib/process-manager",
        "-,-,/state,/home/alice,false,/state/process-manager",
        "-,-,relative,/home/alice,false,/home/alice/.local/state/process-manager",
        "-,-,-,/home/alice,false,/home/alice/.local/state/process-manager"
      })
  void stateDirectoryIsFoundInThisOrder(
      @Nullable String option,
      @Nullable String systemd,
      @Nullable String xdg,
      String home,
      boolean isRoot,
      String expected) {
    if (option != null) {
      options.put("state-dir", option);
    }
    if (systemd != null) {
      environment.put("STATE_DIRECTORY", systemd);
    }
    if (xdg != null) {
      environment.put("XDG_STATE_HOME", xdg);
    }
    environment.put("HOME", home);

    assertThat(read(isRoot)).isEqualTo(OutputPlace.spool(Path.of(expected), SPOOL));
  }

  @Test
  void userWithoutAHomeIsToldWhatToGive() {
    assertThat(read(false)).isNull();

    assertThat(problems()).singleElement().asString().startsWith("--state-dir is missing");
  }

  @Test
  void emptyDirectoryIsNotTheCurrentOne() {
    options.put("state-dir", "");

    assertThat(read(false)).isNull();

    assertThat(problems()).singleElement().asString().startsWith("--state-dir is empty");
  }

  @Test
  void memoryNeedsNoDirectory() {
    options.put("output-store", "memory");

    assertThat(read(false)).isEqualTo(OutputPlace.memory(MEMORY));
  }

  @Test
  void storeThatIsNoneIsRefused() {
    options.put("output-store", "tape");

    assertThat(read(true)).isNull();

    assertThat(problems()).containsExactly("--output-store: 'tape' is neither disk nor memory");
  }

  @Test
  void diskIsNotBoundByTheHeap() {
    options.put("output-total", "1TiB");

    assertThat(read(true))
        .isEqualTo(
            OutputPlace.spool(
                Path.of("/var/lib/process-manager"), new OutputLimits(1 << 20, 1L << 40)));
  }

  @Test
  void lessThanASpoolKeepsIsRefused() {
    options.put("output-per-job", "1KiB");

    assertThat(read(true)).isNull();

    assertThat(problems()).singleElement().asString().startsWith("--output-per-job: ");
  }
}
