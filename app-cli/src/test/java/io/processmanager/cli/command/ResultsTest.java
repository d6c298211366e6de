package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobPage;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResultsTest {

  private static final String SECOND = "223e4567-e89b-42d3-a456-426614174000";

  private final Cli cli = Cli.connected();

  @Test
  void signalPrintsNothing() {
    int exit = cli.run("signal", Samples.ID, "hup");

    assertThat(exit).isZero();
    assertThat(cli.out()).isEmpty();
    assertThat(cli.jobs.calls).containsExactly("signal " + Samples.ID + " SIGHUP");
  }

  @Test
  void aSignalThatIsNoneIsAnInvalidArgument() {
    int exit = cli.run("signal", "--jobuuid=" + Samples.ID, "NOPE");

    assertThat(exit).isEqualTo(103);
    assertThat(cli.err()).startsWith("INVALID_ARGUMENT: 'NOPE' is not a signal").hasLineCount(1);
  }

  @Test
  void listPrintsOneLineAJobOfAllPages() {
    cli.jobs.pages.add(new JobPage(List.of(Samples.running()), "next"));
    cli.jobs.pages.add(new JobPage(List.of(Samples.running(SECOND).in(Samples.exited(3))), ""));

    int exit = cli.run("list");

    assertThat(exit).isZero();
    assertThat(cli.out())
        .isEqualTo(
            Samples.ID
                + "  running                   2026-11-01T10:00:00Z  CN=alice  ping 1.1.1.1\n"
                + SECOND
                + "  exited:3                  2026-11-01T10:00:00Z  CN=alice  ping\n");
    assertThat(cli.jobs.calls).containsExactly("list VISIBLE '' ''", "list VISIBLE '' 'next'");
  }

  @ParameterizedTest
  @MethodSource
  void listTellsWhyAJobEnded(EndCause cause, String state) {
    JobState.Ended end = Samples.signaled(Signal.KILL, cause);
    cli.jobs.pages.add(new JobPage(List.of(Samples.running().in(end)), ""));

    cli.run("list");

    assertThat(cli.out()).startsWith(Samples.ID + "  " + state + "  ");
  }

  static Stream<Arguments> listTellsWhyAJobEnded() {
    return Stream.of(
        Arguments.of(new EndCause.ByItself(), "signal:SIGKILL          "),
        Arguments.of(new EndCause.Stopped(Samples.ALICE), "signal:SIGKILL,stopped  "),
        Arguments.of(new EndCause.KilledAfterGrace(Samples.ALICE), "signal:SIGKILL,killed   "),
        Arguments.of(
            new EndCause.TimedOut(Duration.ofSeconds(1), true), "signal:SIGKILL,timed-out"),
        Arguments.of(new EndCause.Signaled(Samples.ALICE), "signal:SIGKILL,signaled "),
        Arguments.of(new EndCause.KilledFromOutside(), "signal:SIGKILL,outside  "),
        Arguments.of(new EndCause.OutOfMemory(), "signal:SIGKILL,oom      "),
        Arguments.of(new EndCause.Unknown(), "signal:SIGKILL,unknown  "));
  }

  @Test
  void listOwnAsksForOwnJobs() {
    cli.run("list", "--own");

    assertThat(cli.jobs.calls).containsExactly("list OWN '' ''");
  }
}
