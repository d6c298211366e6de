package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  private final Cli cli = new Cli();

  @Test
  void helpNamesCommandsExitCodesAndEnvironment() {
    int exit = cli.run("--help");

    assertThat(exit).isZero();
    assertThat(cli.out())
        .contains("start", "stop", "status", "output", "list", "wait", "run", "signal")
        .contains("107", "PERMISSION_DENIED", "116", "UNAUTHENTICATED", "130", "141")
        .contains("PROCESS_MANAGER_CACERTPATH");
    assertThat(cli.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "stop", "status", "output", "list", "wait", "run", "signal"})
  void eachCommandHasHelpOfItsOwn(String command) {
    int exit = cli.run(command, "--help");

    assertThat(exit).isZero();
    assertThat(cli.out()).contains("process-manager " + command).contains("--cacertpath");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "run"})
  void helpOfAStartNamesEachOption(String command) {
    cli.run(command, "--help");

    assertThat(cli.out())
        .contains("--umask=OCTAL", "--nice=N", "--limit=NAME=VALUE")
        .contains("--stop-signal=SIGNAL", "--grace=TIME", "--max-runtime=TIME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsTheBuilds(String commandLine) {
    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isZero();
    assertThat(cli.out()).matches("process-manager [0-9]+\\.[0-9]+\\.[0-9]+\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stats | (did you mean status?); see 'process-manager --help'",
        "strat x | (did you mean start?); see 'process-manager --help'",
        "frobnicate | unmatched argument at index 0: 'frobnicate'; see 'process-manager --help'",
        "list --own=maybe | see 'process-manager list --help'",
        "list --wrong | see 'process-manager list --help'",
        "--wrong list | see 'process-manager --help'",
        "output --offset=x a | see 'process-manager output --help'",
        "list -o yaml | see 'process-manager list --help'",
        "list surplus | see 'process-manager list --help'"
      })
  void whatIsWrongIsOneLineWithAHint(String commandLine, String hint) {
    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: ").endsWith(hint + "\n").hasLineCount(1);
    assertThat(cli.out()).isEmpty();
  }

  @Test
  void noCommandAtAllIsAUsageError() {
    int exit = cli.run();

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: ").hasLineCount(1);
  }
}
