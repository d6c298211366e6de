package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each command against a real worker with real processes, as the job's owner. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsIT {

  /** What is added depends on whether this machine has cgroups for jobs. */
  private static final String SURENESS = "(; best effort)?\n";

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

  @Test
  void startPrintsAJobUuidAndOutputTheJobsBytesUntilItEnds() {
    Answer start = alice.run("start", "--name=bash", "--args=-c 'echo a; sleep 0.3; echo b >&2'");
    Answer output = alice.run("output", "--jobuuid=" + start.job());

    assertThat(start.exit()).isZero();
    assertThat(start.out()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n");
    assertThat(output).isEqualTo(new Answer(0, "a\nb\n", ""));
  }

  @Test
  void outputThatIsNotFollowedEndsWithWhatIsThere() {
    String job = alice.run("start", "bash", "-c", "echo a; echo b; kill -STOP $$").job();
    new Eventually(() -> alice.run("status", job).out()).contains("output size:     4 bytes");

    Answer tail = alice.run("output", "--no-follow", "--tail=1", job);
    Answer offset = alice.run("output", "--no-follow", "--offset=1", job);
    alice.run("stop", "--grace=0", job);

    assertThat(tail).isEqualTo(new Answer(0, "b\n", ""));
    assertThat(offset).isEqualTo(new Answer(0, "\nb\n", ""));
  }

  @Test
  void stopPrintsTheExitAndStatusTellsWhy() {
    String job = alice.run("start", "sleep", "1000").job();

    Answer stop = alice.run("stop", "--jobuuid=" + job);
    Answer again = alice.run("stop", job);

    assertThat(stop.exit()).isZero();
    assertThat(stop.out())
        .matches("ended by signal 15 \\(SIGTERM\\), stopped by CN=alice" + SURENESS);
    assertThat(stop.err()).isEmpty();
    assertThat(again).isEqualTo(stop);
    assertThat(alice.run("status", job).out())
        .contains("state:        ended")
        .contains("how it ended: stopped by CN=alice");
  }

  @Test
  void aJobThatIgnoresTheStopIsKilledAfterTheGracePeriod() {
    String job =
        alice
            .run("start", "bash", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done")
            .job();
    new Eventually(() -> alice.run("output", "--no-follow", job).out()).contains("ready");

    Answer stop = alice.run("stop", "--grace=200ms", job);

    assertThat(stop.out())
        .matches(
            "ended by signal 9 \\(SIGKILL\\),"
                + " killed after the grace period of a stop by CN=alice"
                + SURENESS);
  }

  @Test
  void statusOfARunningJobHasAllFields() {
    String job = alice.run("start", "--env=SECRET=x", "--workdir=/tmp", "sleep", "1000").job();

    Answer status = alice.run("status", "--jobuuid=" + job);
    alice.run("stop", job);

    assertThat(status.exit()).isZero();
    assertThat(status.out().lines().map(line -> line.replaceAll(":.*", "")))
        .containsExactly(
            "id",
            "owner",
            "command line",
            "working directory",
            "environment",
            "state",
            "started",
            "ended",
            "exit",
            "how it ended",
            "output size",
            "output kept",
            "output end",
            "pid",
            "effective user",
            "priority",
            "nice",
            "virtual size",
            "resident size",
            "shared memory",
            "process state",
            "CPU share",
            "memory share",
            "CPU time",
            "threads",
            "process command");
    assertThat(status.out()).contains("sleep 1000").doesNotContain("=x");
  }

  @Test
  void listShowsTheJobAndAPrefixNamesIt() {
    String job = alice.run("start", "sleep", "1000").job();

    Answer list = alice.run("list");
    Answer stop = alice.run("stop", job.substring(0, 18));

    assertThat(list.out()).contains(job + "  running ").contains("CN=alice  sleep 1000");
    assertThat(stop.exit()).isZero();
  }

  @Test
  void waitAndRunExitAsTheJobDid() {
    String job = alice.run("start", "bash", "-c", "exit 7").job();

    Answer waited = alice.run("wait", job);
    Answer run = alice.run("run", "--env=GREETING=hé", "bash", "-c", "echo $GREETING; kill $$");

    assertThat(waited).isEqualTo(new Answer(7, "exited with code 7\n", ""));
    assertThat(run)
        .isEqualTo(
            new Answer(143, "hé\n", "ENDED: ended by signal 15 (SIGTERM), killed from outside\n"));
  }

  @Test
  void signalReachesTheJob() {
    String job =
        alice
            .run("start", "bash", "-c", "trap 'echo got; exit 3' HUP; echo ready; sleep 99 & wait")
            .job();
    new Eventually(() -> alice.run("output", "--no-follow", job).out()).contains("ready");

    Answer signal = alice.run("signal", job, "HUP");

    assertThat(signal).isEqualTo(new Answer(0, "", ""));
    assertThat(alice.run("wait", job).exit()).isEqualTo(3);
    assertThat(alice.run("signal", job, "HUP").exit()).isEqualTo(109);
  }

  @Test
  void aRepeatedStartWithTheSameRequestIdIsOneJob() {
    Answer first = alice.run("start", "--request-id=once", "true");
    Answer second = alice.run("start", "--request-id=once", "true");

    assertThat(second).isEqualTo(first);
  }
}
