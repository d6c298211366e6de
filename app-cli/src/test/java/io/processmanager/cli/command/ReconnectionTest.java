package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the connection, and what is said of it. */
class ReconnectionTest {

  private final Cli cli = Cli.connected();

  @ParameterizedTest
  @ValueSource(
      strings = {"output --no-reconnect U", "run --no-reconnect true", "wait --no-reconnect U"})
  void whoWantsNoOtherConnectionIsMadeNone(String commandLine) {
    cli.jobs.output = List.of(Samples.end(0, Samples.exited(0)));
    cli.jobs.end = Samples.exited(0);

    int exit = cli.run(commandLine.replace("U", Samples.ID).split(" "));

    assertThat(exit).isZero();
    assertThat(cli.connections)
        .singleElement()
        .extracting(ConnectionSettings::reconnection)
        .isEqualTo(new Reconnection.Never());
  }

  @Test
  void waitGoesOnWithTheNextConnection() {
    cli.jobs.end = Samples.exited(0);

    int exit = cli.run("wait", Samples.ID);

    assertThat(exit).isZero();
    assertThat(cli.connections)
        .singleElement()
        .extracting(ConnectionSettings::reconnection)
        .isInstanceOf(Reconnection.Noted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"output U", "run true"})
  void lossAndResumptionAreSaidOnStderr(String commandLine) {
    cli.jobs.output = List.of(Samples.chunk(0, "abc"), Samples.end(3, Samples.exited(0)));
    cli.jobs.onOutput =
        () -> {
          Reconnection.Noted noted = (Reconnection.Noted) cli.connections.get(0).reconnection();
          noted.notes().lost(7, "a cable\nwas cut");
          noted.notes().resumed(7);
        };

    int exit = cli.run(commandLine.replace("U", Samples.ID).split(" "));

    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo("abc");
    assertThat(cli.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("NOTE: connection lost at offset 7 (a cable"))
        .contains("NOTE: connected again; the output goes on at offset 7");
  }
}
