package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessStatusTest {

  @Test
  void laterChangesToTheCommandLineDoNotReachTheStatus() {
    List<String> commandLine = new ArrayList<>(List.of("sleep"));
    ProcessStatus.Alive status = alive("root", Duration.ZERO, commandLine);

    commandLine.add("1");

    assertThat(status.commandLine()).containsExactly("sleep");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> status.commandLine().add("2"));
  }

  @Test
  void theCommandLineMayBeEmpty() {
    assertThat(alive("root", Duration.ZERO, List.of()).commandLine()).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    missing("effectiveUser", () -> alive(null, Duration.ZERO, List.of()));
    missing("cpuTime", () -> alive("root", null, List.of()));
    missing("commandLine", () -> alive("root", Duration.ZERO, null));
  }

  @Test
  void aLeaderThatIsGoneIsLikeAnyOther() {
    assertThat(new ProcessStatus.Gone()).isEqualTo(new ProcessStatus.Gone());
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }

  private static ProcessStatus.Alive alive(
      String user, Duration cpuTime, List<String> commandLine) {
    return new ProcessStatus.Alive(
        42, user, 20, 0, 4096, 2048, 1024, 'S', 0.5, 0.1, cpuTime, 1, commandLine);
  }
}
