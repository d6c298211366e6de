package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartCommandTest {

  private final Cli cli = Cli.connected();

  @Test
  void startPrintsTheJobUuidAndNothingElse() {
    int exit = cli.run("start", "--name=ping", "--args=1.1.1.1");

    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo(Samples.ID + "\n");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.jobs.startedSpec).isEqualTo(JobSpec.of("ping", "1.1.1.1"));
    assertThat(cli.closed).isEqualTo(1);
  }

  @Test
  void argsAreSplitAsAShellSplitsThem() {
    cli.run("start", "--name=bash", "--args=-c 'echo \"a b\"' \"$x\"");

    assertThat(cli.jobs.startedSpec).isEqualTo(JobSpec.of("bash", "-c", "echo \"a b\"", "$x"));
  }

  @Test
  void aCommandLineBehindTwoDashesIsTakenAsItIs() {
    cli.run("start", "--", "-odd", "--name=x", "--", "@file", "'q'", "");

    assertThat(cli.jobs.startedSpec)
        .isEqualTo(JobSpec.of("-odd", "--name=x", "--", "@file", "'q'", ""));
  }

  @Test
  void optionsBehindTheProgramBelongToTheProgram() {
    cli.run("start", "--env=A=1", "ls", "-o", "json", "--help", "--env=B=2", "stop");

    assertThat(cli.jobs.startedSpec)
        .isEqualTo(
            JobSpec.of("ls", "-o", "json", "--help", "--env=B=2", "stop")
                .withEnvironment("A", "1"));
    assertThat(cli.out()).isEqualTo(Samples.ID + "\n");
  }

  @Test
  void environmentDirectoryAndRequestIdAreSent() {
    cli.run("start", "--env", "A=1=2", "--env=EMPTY=", "--workdir=/tmp", "--request-id=r1", "env");

    assertThat(cli.jobs.calls).containsExactly("start as r1");
    assertThat(cli.jobs.startedSpec)
        .isEqualTo(
            JobSpec.of("env")
                .withEnvironment("A", "1=2")
                .withEnvironment("EMPTY", "")
                .withWorkingDirectory("/tmp"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "start --args=x",
        "start --name=ls -- ls",
        "start --args=x -- ls",
        "start --env=A ls",
        "start --env==x ls",
        "start --name=ls --args='",
        "run",
        "run -o json ls"
      })
  void contradictionsAreUsageErrorsBeforeAnybodyIsAsked(String commandLine) {
    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: ").hasLineCount(1);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.jobs.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"start --workdir=tmp ls", "start --name=", "start --request-id= ls"})
  void whatNoJobCanHaveIsAnInvalidArgument(String commandLine) {
    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isEqualTo(103);
    assertThat(cli.err()).startsWith("INVALID_ARGUMENT: ").hasLineCount(1);
  }

  @Test
  void anIdThatCannotBePrintedIsSaidOnStderr() {
    int exit = cli.runInto(new BrokenChannel("No space left on device"), "start", "ls");

    assertThat(exit).isEqualTo(1);
    assertThat(cli.err().lines())
        .containsExactly(
            "job " + Samples.ID + " has been started",
            "STDOUT: cannot write the result: No space left on device");
  }
}
