package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.ports.inbound.JobsException.NotStarted;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told when a program cannot be started. */
final class StartComparisonTest extends ComparisonTest {

  private static final Path NOWHERE = Path.of("/no/such/directory");

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, true",
    "COMMONS_EXEC, false",
    "ZT_EXEC, true",
    "NU_PROCESS, false",
    "PROCESS_MANAGER, true"
  })
  void missingProgramIsRefusedByTheStart(Contender contender, boolean refused) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      Throwable refusal = catchThrowable(() -> runner.start(directory(), "no-such-program"));

      assertThat(refusal != null).isEqualTo(refused);
    }
  }

  @Test
  void commonsExecTellsOfAMissingProgramLater() throws Exception {
    try (Contender.Runner runner = Contender.COMMONS_EXEC.open()) {
      Throwable told =
          catchThrowable(() -> await(runner.start(directory(), "no-such-program").exit()));

      assertThat(told).rootCause().hasMessageContaining("error: 2");
    }
  }

  @Test
  void commonsExecThatWaitsRefusesAMissingProgram() {
    DefaultExecutor executor = DefaultExecutor.builder().get();

    Throwable refusal = catchThrowable(() -> executor.execute(new CommandLine("no-such-program")));

    assertThat(refusal).isInstanceOf(IOException.class);
    assertThat(refusal).rootCause().hasMessageContaining("error: 2");
  }

  @Test
  void nuProcessTellsTheSameOfAMissingProgramAndOfAMissingDirectory() throws Exception {
    try (Contender.Runner runner = Contender.NU_PROCESS.open()) {
      String program = await(runner.start(directory(), "no-such-program").exit());
      String place = await(runner.start(NOWHERE, "true").exit());

      assertThat(program).isEqualTo(Integer.toString(Integer.MIN_VALUE)).isEqualTo(place);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS_BUILDER", "ZT_EXEC"})
  void jdkAndZtGiveTheSameErrorForAMissingProgramAndForAMissingDirectory(Contender contender)
      throws Exception {
    try (Contender.Runner runner = contender.open()) {
      Throwable program = catchThrowable(() -> runner.start(directory(), "no-such-program"));
      Throwable place = catchThrowable(() -> runner.start(NOWHERE, "true"));

      assertThat(program).rootCause().hasMessageContaining("error: 2");
      assertThat(place).rootCause().hasMessage(rootMessage(program));
      assertThat(place).hasSameClassAs(program);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @Test
  void commonsExecLooksForTheDirectoryFirst() throws Exception {
    try (Contender.Runner runner = Contender.COMMONS_EXEC.open()) {
      assertThat(catchThrowable(() -> runner.start(NOWHERE, "true")))
          .hasMessageContaining(NOWHERE.toString())
          .hasMessageContaining("exist");
    }
  }

  @Test
  void weTellWhichOfTheTwoItIsByType() throws Exception {
    try (Contender.Runner runner = Contender.PROCESS_MANAGER.open()) {
      NotStarted program = refusalOf(() -> runner.start(directory(), "no-such-program"));
      NotStarted place = refusalOf(() -> runner.start(NOWHERE, "true"));

      assertThat(program.reason()).isNotEqualTo(place.reason());
      assertThat(program).hasMessageContaining("no-such-program");
      assertThat(place).hasMessageContaining(NOWHERE.toString());
    }
  }

  private interface Start {
    Object attempt() throws Exception;
  }

  private static NotStarted refusalOf(Start start) {
    return (NotStarted) catchThrowable(start::attempt);
  }
}
