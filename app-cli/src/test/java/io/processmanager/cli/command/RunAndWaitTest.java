package io.processmanager.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunAndWaitTest {

  private static final String LEFT_ALONE =
      "job " + Samples.ID + " was left alone; 'output' with this id shows it, 'stop' ends it";

  private final Cli cli = Cli.connected();

  @Test
  void waitPrintsTheExitAndExitsAsTheJobDid() {
    cli.jobs.end = Samples.exited(42);

    int exit = cli.run("wait", Samples.ID);

    assertThat(exit).isEqualTo(42);
    assertThat(cli.out()).isEqualTo("exited with code 42\n");
  }

  @Test
  void aJobThatASignalEndedGives128AndTheSignal() {
    cli.jobs.end = Samples.signaled(Signal.KILL, new EndCause.KilledAfterGrace(Samples.ROOT));

    int exit = cli.run("wait", Samples.ID);

    assertThat(exit).isEqualTo(137);
    assertThat(cli.out())
        .isEqualTo(
            "ended by signal 9 (SIGKILL),"
                + " killed after the grace period of a stop by CN=root\n");
  }

  @Test
  void runStartsPrintsAndExitsAsTheJobDid() {
    cli.jobs.output = List.of(Samples.chunk(0, "hello\n"), Samples.end(6, Samples.exited(7)));

    int exit = cli.run("run", "--", "echo", "hello");

    assertThat(exit).isEqualTo(7);
    assertThat(cli.out()).isEqualTo("hello\n");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void runTellsOnStderrWhatEndedAJobThatDidNotEndByItself() {
    EndCause timedOut = new EndCause.TimedOut(Duration.ofSeconds(2), false);
    cli.jobs.output = List.of(Samples.end(0, Samples.signaled(Signal.TERM, timedOut)));

    int exit = cli.run("run", "--max-runtime=2s", "sleep", "9");

    assertThat(exit).isEqualTo(143);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err()).isEqualTo("ENDED: ended by signal 15 (SIGTERM), timed out after 2s\n");
  }

  @Test
  void waitTellsThatTheKernelWasOutOfMemory() {
    cli.jobs.end = Samples.signaled(Signal.KILL, new EndCause.OutOfMemory());

    int exit = cli.run("wait", Samples.ID);

    assertThat(exit).isEqualTo(137);
    assertThat(cli.out())
        .isEqualTo("ended by signal 9 (SIGKILL), killed by the kernel, out of memory\n");
  }

  @Test
  void aVerboseRunNamesItsJobOnStderr() {
    cli.jobs.output = List.of(Samples.end(0, Samples.exited(0)));

    cli.run("run", "-v", "true");

    assertThat(cli.err()).isEqualTo("job " + Samples.ID + "\n");
  }

  @Test
  void aRunThatLosesItsWorkerNamesTheJobItLeaves() {
    cli.jobs.outputRefusal = new JobsException.Unavailable("gone", null);

    int exit = cli.run("run", "true");

    assertThat(exit).isEqualTo(114);
    assertThat(cli.err().lines()).containsExactly(LEFT_ALONE, "UNAVAILABLE: gone");
  }

  @Test
  void aRunWhoseJobTheWorkerHasForgottenDoesNotSendItsUserToLookForIt() {
    cli.jobs.outputRefusal = new JobsException.NotFound(Samples.JOB);

    int exit = cli.run("run", "true");

    assertThat(exit).isEqualTo(105);
    assertThat(cli.err().lines())
        .containsExactly(
            "job " + Samples.ID + " is out of the worker's hands; its process may still run there",
            "NOT_FOUND: no job " + Samples.ID + " is known here");
  }

  @Test
  void aRunWhoseReaderWentAwayNamesTheJobItLeaves() {
    cli.jobs.output = List.of(Samples.chunk(0, "x"));

    int exit = cli.runInto(new BrokenChannel("Broken pipe"), "run", "yes");

    assertThat(exit).isEqualTo(141);
    assertThat(cli.err().lines()).containsExactly(LEFT_ALONE);
  }

  @Test
  void aRunThatDoesNotStartNamesNoJob() {
    cli.jobs.refusal =
        new JobsException.NotStarted(
            JobsException.NotStarted.Reason.PROGRAM_NOT_FOUND, "nope", "there is no program nope");

    int exit = cli.run("run", "nope");

    assertThat(exit).isEqualTo(109);
    assertThat(cli.err()).isEqualTo("FAILED_PRECONDITION: there is no program nope\n");
  }
}
