package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionOptionsTest {

  private static final ConnectionSettings EXPECTED =
      new ConnectionSettings(
          new Trust.Certificates(
              Path.of("a"), new ClientCertificate.Given(Path.of("c"), Path.of("k"))),
          "host:1234",
          Duration.ofSeconds(2),
          new Reconnection.Never());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cacertpath=a --clientkeypath=k --clientcertpath=c --address=host:1234 --timeout=2s list",
        "list --cacertpath=a --clientkeypath=k --clientcertpath=c --address=host:1234 --timeout=2s",
        "--cacertpath a --clientkeypath k list --clientcertpath c --address host:1234 --timeout 2s"
      })
  void optionsMayStandBeforeAndBehindTheSubcommand(String commandLine) {
    Cli cli = new Cli();

    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isZero();
    assertThat(cli.connections).containsExactly(EXPECTED);
  }

  @Test
  void theEnvironmentStandsForOptionsAndAnOptionWins() {
    Cli cli = new Cli();
    cli.environment.put("PROCESS_MANAGER_CACERTPATH", "a");
    cli.environment.put("PROCESS_MANAGER_CLIENTKEYPATH", "k");
    cli.environment.put("PROCESS_MANAGER_CLIENTCERTPATH", "other");
    cli.environment.put("PROCESS_MANAGER_ADDRESS", "host:1234");
    cli.environment.put("PROCESS_MANAGER_TIMEOUT", "2s");

    cli.run("list", "--clientcertpath=c");

    assertThat(cli.connections).containsExactly(EXPECTED);
  }

  @Test
  void theAddressIsPort8080OfThisMachineUnlessGiven() {
    Cli cli = Cli.connected();

    cli.run("list");

    assertThat(cli.connections.get(0).address()).isEqualTo("localhost:8080");
  }

  @Test
  void withoutCertificateAndKeyTheWorkerIsAskedAllTheSame() {
    Cli cli = Cli.connected();
    cli.environment.remove("PROCESS_MANAGER_CLIENTCERTPATH");
    cli.environment.put("PROCESS_MANAGER_CLIENTKEYPATH", "");

    int exit = cli.run("list");

    assertThat(exit).isZero();
    assertThat(cli.connections.get(0).trust())
        .isEqualTo(new Trust.Certificates(Path.of("ca.crt"), new ClientCertificate.None()));
  }

  @ParameterizedTest
  @CsvSource({
    "CACERTPATH,USAGE: --cacertpath is missing; give it or set PROCESS_MANAGER_CACERTPATH",
    "CLIENTKEYPATH,'USAGE: --clientkeypath is missing, and --clientcertpath is of no use without"
        + " it; give it or set PROCESS_MANAGER_CLIENTKEYPATH'",
    "CLIENTCERTPATH,'USAGE: --clientcertpath is missing, and --clientkeypath is of no use without"
        + " it; give it or set PROCESS_MANAGER_CLIENTCERTPATH'"
  })
  void whatIsMissingIsNamedWithItsOptionAndItsVariable(String variable, String line) {
    Cli cli = Cli.connected();
    cli.environment.remove("PROCESS_MANAGER_" + variable);

    int exit = cli.run("list");

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).isEqualTo(line + "\n");
    assertThat(cli.connections).isEmpty();
  }

  @Test
  void unixSocketTakesNoCertificatesAndLeavesThoseOfTheEnvironmentAlone() {
    Cli cli = Cli.connected();

    int exit = cli.run("list", "--address=unix:/run/pm.sock");

    assertThat(exit).isZero();
    assertThat(cli.connections.get(0).trust()).isEqualTo(new Trust.LocalUser());
    assertThat(cli.connections.get(0).address()).isEqualTo("unix:/run/pm.sock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cacertpath", "clientcertpath", "clientkeypath"})
  void certificatesAreRefusedWithAUnixSocket(String option) {
    Cli cli = new Cli();
    cli.environment.put("PROCESS_MANAGER_ADDRESS", "unix:/run/pm.sock");

    int exit = cli.run("list", "--" + option + "=file");

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err())
        .isEqualTo(
            "USAGE: --"
                + option
                + " is of no use with the address unix:/run/pm.sock: on a Unix socket you are known"
                + " by your user, not by a certificate\n");
    assertThat(cli.connections).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--timeout=soon", "--timeout=0", "--timeout="})
  void aTimeoutThatIsNoneIsToldInOneLine(String option) {
    Cli cli = Cli.connected();

    int exit = cli.run("list", option);

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("CONFIGURATION: --timeout").hasLineCount(1);
    assertThat(cli.connections).isEmpty();
  }
}
