package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusCommandTest {

  private final Cli cli = Cli.connected();

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

  @Test
  void statusTellsWhatTheJobWasStartedWithWhereThatIsNoDefault() {
    JobSpec spec =
        JobSpec.of("ls")
            .withUmask(7)
            .withNice(-5)
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64))
            .withSoftLimit(Resource.ADDRESS_SPACE, Limit.unlimited())
            .withStopPolicy(
                StopPolicy.defaults().withSignal(Signal.INT).withGrace(Duration.ofSeconds(10)))
            .withMaximumRunTime(Duration.ofMinutes(2));
    cli.jobs.status =
        Samples.status(
            new Job(Samples.JOB, Samples.ALICE, spec, new JobState.Running(Samples.START)));

    cli.run("status", Samples.ID);

    assertThat(cli.out().lines())
        .containsSubsequence(
            "umask:            007",
            "nice at start:    -5",
            "soft limits:      nofile=64, as=unlimited",
            "stop signal:      SIGINT",
            "grace period:     10s",
            "maximum run time: 120s");
  }

  @Test
  void statusOfAJobThatTimedOutTellsTheLimitAsPeopleWriteIt() {
    EndCause timedOut = new EndCause.TimedOut(Duration.ofMillis(90_500), true);
    cli.jobs.status = Samples.status(Samples.signaled(Signal.KILL, timedOut));

    cli.run("status", Samples.ID);

    assertThat(cli.out())
        .contains("how it ended: timed out after 90.500s, killed after the grace period\n");
  }

  @Test
  void statusOfAJobThatIsBeingStoppedTellsWhy() {
    cli.jobs.status =
        Samples.status(Samples.stopping(new StopReason.TimeOver(Duration.ofSeconds(30))));
    cli.run("status", Samples.ID);
    cli.jobs.status = Samples.status(Samples.stopping(new StopReason.Asked(Samples.ROOT)));
    cli.run("status", Samples.ID);

    assertThat(cli.out())
        .contains("how it ended: its maximum run time of 30s is over, grace period 1.500s\n")
        .contains("how it ended: stop asked for by CN=root, grace period 1.500s\n");
  }

  @Test
  void bytesThatTheStorageLostAreShown() {
    cli.jobs.status =
        new JobStatus(
            Samples.running(),
            new OutputLog(0, 5000, 2048, OutputCompletion.OPEN),
            new ProcessStatus.Gone());

    cli.run("status", Samples.ID);

    assertThat(cli.out().lines())
        .anyMatch(line -> line.matches("output kept: +offsets 0 to 5000, but for what is lost"))
        .anyMatch(
            line ->
                line.matches(
                    "output lost: +2\\.0 KiB \\(2048 bytes\\): the worker's storage was full or"
                        + " failed"));
  }
}
