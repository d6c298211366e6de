package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobPage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final String SECOND = "223e4567-e89b-42d3-a456-426614174000";

  private final Cli cli = Cli.connected();

  @Test
  void stopPrintsTheExitAndWhoStopped() {
    cli.jobs.end = Samples.signaled(Signal.TERM, new EndCause.Stopped(Samples.ALICE));

    int exit = cli.run("stop", "--jobuuid=" + Samples.ID, "--grace=500ms");

    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo("ended by signal 15 (SIGTERM), stopped by CN=alice\n");
    assertThat(cli.jobs.calls).containsExactly("stop " + Samples.ID + " PT0.5S");
  }

  @Test
  void stopTellsThatOnlyWhatTheJobLeftBehindWasKilled() {
    cli.jobs.end = Samples.exited(0);
    cli.jobs.killed = true;

    cli.run("stop", Samples.ID);

    assertThat(cli.out()).isEqualTo("exited with code 0; what it left behind was killed\n");
  }

  @Test
  void aGracePeriodThatIsNoneIsAUsageError() {
    int exit = cli.run("stop", Samples.ID, "--grace=soon");

    assertThat(exit).isEqualTo(2);
    assertThat(cli.err()).startsWith("USAGE: --grace: 'soon' is not a duration").hasLineCount(1);
  }

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
                + "  running         2026-11-01T10:00:00Z  CN=alice  ping 1.1.1.1\n"
                + SECOND
                + "  exited:3        2026-11-01T10:00:00Z  CN=alice  ping\n");
    assertThat(cli.jobs.calls).containsExactly("list VISIBLE '' ''", "list VISIBLE '' 'next'");
  }

  @Test
  void listOwnAsksForOwnJobs() {
    cli.run("list", "--own");

    assertThat(cli.jobs.calls).containsExactly("list OWN '' ''");
  }

  @Test
  void statusOfARunningJobHasAllFieldsAligned() {
    int exit = cli.run("status", Samples.ID);

    assertThat(exit).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            id:              123e4567-e89b-42d3-a456-426614174000
            owner:           CN=alice
            command line:    ping 1.1.1.1
            state:           running
            started:         2026-11-01T10:00:00.250Z
            ended:           -
            exit:            -
            how it ended:    -
            output size:     4.9 KiB (5000 bytes)
            output kept:     offsets 100 to 5000
            output end:      -
            pid:             4711
            effective user:  nobody
            priority:        20
            nice:            5
            virtual size:    10.0 MiB (10485760 bytes)
            resident size:   2.0 MiB (2097152 bytes)
            shared memory:   1.0 MiB (1048576 bytes)
            process state:   S (sleeping)
            CPU share:       12.5 %
            memory share:    0.3 %
            CPU time:        1.250s
            threads:         3
            process command: ping 1.1.1.1
            """);
  }

  @Test
  void statusOfAnEndedJobTellsHowItEnded() {
    cli.jobs.status =
        Samples.status(Samples.signaled(Signal.KILL, new EndCause.KilledAfterGrace(Samples.ROOT)));

    cli.run("status", Samples.ID);

    assertThat(cli.out())
        .contains("state:        ended\n")
        .contains("ended:        2026-11-01T10:00:09Z\n")
        .contains("exit:         ended by signal 9 (SIGKILL)\n")
        .contains("how it ended: killed after the grace period of a stop by CN=root\n")
        .contains("output end:   complete\n")
        .doesNotContain("pid:");
  }
}
