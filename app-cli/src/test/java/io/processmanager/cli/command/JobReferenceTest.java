package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.ports.inbound.JobPage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobReferenceTest {

  private final Cli cli = Cli.connected();

  @Test
  void aFullIdIsSentAsItIs() {
    cli.run("status", Samples.ID);

    assertThat(cli.jobs.calls).containsExactly("status " + Samples.ID);
  }

  @Test
  void theOptionMeansTheSameAsTheArgument() {
    cli.run("status", "--jobuuid=" + Samples.ID);

    assertThat(cli.jobs.calls).containsExactly("status " + Samples.ID);
  }

  @Test
  void aUniquePrefixStandsForOneOfTheCallersOwnJobs() {
    cli.jobs.pages.add(new JobPage(List.of(Samples.running()), ""));

    int exit = cli.run("status", "123E");

    assertThat(exit).isZero();
    assertThat(cli.jobs.calls).containsExactly("list OWN '123E' ''", "status " + Samples.ID);
  }

  @Test
  void aPrefixOfSeveralJobsIsRefusedWithTheCandidates() {
    Job other = Samples.running("123e0000-e89b-42d3-a456-426614174000");
    cli.jobs.pages.add(new JobPage(List.of(Samples.running(), other), ""));

    int exit = cli.run("stop", "123e");

    assertThat(exit).isEqualTo(103);
    assertThat(cli.err())
        .isEqualTo(
            "INVALID_ARGUMENT: '123e' could be any of "
                + Samples.ID
                + ", "
                + other.id()
                + "; give more of it\n");
    assertThat(cli.jobs.calls).hasSize(1);
  }

  @Test
  void aPrefixOfVeryManyJobsListsSomeAndSaysSo() {
    List<Job> many =
        IntStream.range(0, 9)
            .mapToObj(i -> Samples.running("123e456" + i + "-e89b-42d3-a456-426614174000"))
            .toList();
    cli.jobs.pages.add(new JobPage(many, "more"));

    cli.run("stop", "123e");

    assertThat(cli.err())
        .contains("123e4567-")
        .doesNotContain("123e4568-")
        .contains(" and others;");
  }

  @Test
  void aPrefixOfNoJobIsNotFound() {
    int exit = cli.run("output", "abc");

    assertThat(exit).isEqualTo(105);
    assertThat(cli.err())
        .isEqualTo("NOT_FOUND: no job of yours begins with 'abc'; 'list' shows those there are\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xyz",
        "12 34",
        "123e4567ae89ba42d3aa456a426614174000",
        "123e4567-e89b-42d3-a456-42661417400g",
        "123e4567-e89b-42d3-a456-4266141740001",
        "../../etc/passwd"
      })
  void whatIsNoIdIsAnInvalidArgumentWithoutAnybodyBeingAsked(String text) {
    int exit = cli.run("status", "--jobuuid=" + text);

    assertThat(exit).isEqualTo(103);
    assertThat(cli.err()).startsWith("INVALID_ARGUMENT: '").hasLineCount(1);
    assertThat(cli.jobs.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "stop",
        "output",
        "wait",
        "signal",
        "signal 123e",
        "status a --jobuuid=b",
        "signal a HUP x",
        "signal --jobuuid=a b HUP"
      })
  void noJobOrTwoIsAUsageError(String commandLine) {
    int exit = cli.run(commandLine.split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: ").hasLineCount(1);
  }
}
