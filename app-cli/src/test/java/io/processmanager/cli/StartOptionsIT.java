package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a start is told reaches the job itself, and what its end was is told back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartOptionsIT {

  private static final String DEAF = "trap '' TERM; echo ready; while :; do sleep 0.1; done";

  private WorkerProcess worker;
  private User alice;

  @BeforeAll
  void startWorker(@TempDir Path directory) throws Exception {
    TestPki pki = TestPki.create(directory);
    worker = WorkerProcess.start(pki, directory, Map.of());
    alice = new User(pki.client("alice"), worker.address());
  }

  @AfterAll
  void stopWorker() {
    worker.close();
  }

  private void awaitReady(String job) {
    new Eventually(() -> alice.run("output", "--no-follow", job).out()).contains("ready");
  }

  @Test
  void umaskAndNiceValueAreTheJobs() {
    Answer answer = alice.run("run", "--umask=027", "--nice=19", "bash", "-c", "umask; nice");

    assertThat(answer).isEqualTo(new Answer(0, "0027\n19\n", ""));
  }

  @Test
  void softLimitsAreTheJobsInTheirUnits() {
    Answer answer =
        alice.run(
            "run",
            "--limit=nofile=64",
            "--limit=core=0",
            "--limit=fsize=1M",
            "--limit=cpu=1h",
            "--limit=as=8G",
            "bash",
            "-c",
            "ulimit -Sn; ulimit -Sc; ulimit -Sf; ulimit -St; ulimit -Sv");

    // bash counts files in blocks of 1024 bytes and memory in KiB.
    assertThat(answer).isEqualTo(new Answer(0, "64\n0\n1024\n3600\n8388608\n", ""));
  }

  @Test
  void aLimitAboveTheHardOneIsAnInvalidArgumentThatNamesIt() {
    Answer answer = alice.run("start", "--limit=nofile=9999999999", "true");

    assertThat(answer.exit()).isEqualTo(103);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .startsWith("INVALID_ARGUMENT: ")
        .contains("9999999999", "nofile", "hard limit")
        .hasLineCount(1);
  }

  @Test
  void aJobThatRunsTooLongIsStoppedAndSaysSoWhereverItsEndIsTold() {
    Answer run = alice.run("run", "-v", "--max-runtime=300ms", "sleep", "1000");
    String job = run.err().substring("job ".length(), "job ".length() + 36);

    assertThat(run.exit()).isEqualTo(143);
    assertThat(run.err())
        .endsWith("\nENDED: ended by signal 15 (SIGTERM), timed out after 0.300s\n");
    assertThat(alice.run("status", job).out()).contains("how it ended:     timed out after 0.300s");
    assertThat(alice.run("list").out()).contains(job + "  signal:SIGTERM,timed-out  ");
    assertThat(alice.run("wait", job).out()).contains("timed out after 0.300s");
    assertThat(new Eventually(this::log).contains("cause=\"timed out after PT0.3S\""))
        .contains("run-time-over job=" + job + " limit=PT0.3S");
  }

  private String log() {
    try {
      return worker.log();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void aJobIsAskedToEndByItsOwnStopSignal() {
    String loop = "trap 'echo int; exit 4' INT; echo ready; while :; do sleep 0.1; done";
    String job = alice.run("start", "--stop-signal=INT", "bash", "-c", loop).job();
    awaitReady(job);

    Answer stop = alice.run("stop", job);

    assertThat(stop.out()).startsWith("exited with code 4, stopped by CN=alice");
    assertThat(alice.run("output", job).out()).isEqualTo("ready\nint\n");
  }

  @Test
  void aStopWithoutAGracePeriodGrantsTheJobsOwn() throws Exception {
    String job = alice.run("start", "--grace=59m", "bash", "-c", DEAF).job();
    awaitReady(job);
    CliProcess patient = CliProcess.start(alice.program("stop", job));

    new Eventually(() -> alice.run("status", job).out()).contains("grace period 3540s");
    Answer impatient = alice.run("stop", "--grace=0", job);

    assertThat(impatient.out()).startsWith("ended by signal 9 (SIGKILL), killed after the grace");
    assertThat(patient.awaitEnd()).isEqualTo(impatient);
  }

  @Test
  void aSignalThatEndsAJobIsTheSendersOrFromOutside() {
    String signaled = alice.run("start", "sleep", "1000").job();

    alice.run("signal", signaled, "KILL");
    Answer outside = alice.run("run", "bash", "-c", "kill -KILL $$");

    assertThat(alice.run("wait", signaled).out())
        .isEqualTo("ended by signal 9 (SIGKILL), by a signal from CN=alice\n");
    assertThat(outside.exit()).isEqualTo(137);
    assertThat(outside.err())
        .isEqualTo("ENDED: ended by signal 9 (SIGKILL), killed from outside\n");
  }
}
