package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker as a process: its end, its limits, and what it refuses to start with. */
class WorkerIT {

  @TempDir private Path directory;

  @Test
  void sigtermStopsTheJobsTellsWhoFollowsAndExitsWithZero() throws Exception {
    TestPki pki = TestPki.create(directory);
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, Map.of())) {
      User alice = new User(pki.client("alice"), worker.address());
      String stubborn = "trap '' TERM; echo ready; while :; do sleep 0.1; done";
      String job = alice.run("start", "bash", "-c", stubborn).job();
      String pid = field(alice.run("status", job).out(), "pid");
      new Eventually(() -> alice.run("output", "--no-follow", job).out()).contains("ready");
      CompletableFuture<Answer> follower =
          CompletableFuture.supplyAsync(() -> alice.run("output", job));
      CompletableFuture<Answer> waiter =
          CompletableFuture.supplyAsync(() -> alice.run("wait", job));
      new Eventually(() -> Long.toString(Connections.establishedTo(worker.port()))).contains("2");

      worker.terminate();
      new Eventually(() -> field(alice.run("status", job).out(), "state")).contains("stopping");
      Answer late = alice.run("start", "true");

      assertThat(late.exit()).isEqualTo(114);
      assertThat(late.err()).startsWith("UNAVAILABLE: ").hasLineCount(1);
      assertThat(waiter.get().out())
          .isEqualTo(
              "ended by signal 9 (SIGKILL),"
                  + " killed after the grace period of a stop by process-manager\n");
      assertThat(follower.get()).isEqualTo(new Answer(0, "ready\n", ""));
      assertThat(worker.awaitExit()).isZero();
      assertThat(Path.of("/proc", pid)).doesNotExist();
      assertThat(worker.log())
          .contains("self-test: pidfd, epoll and spawn")
          .contains("SIGTERM received: draining")
          .doesNotContain("ERROR");
    }
  }

  @Test
  void jobsHaveTheDescriptorLimitThatTheWorkerWasGiven() throws Exception {
    TestPki pki = TestPki.create(directory);
    List<String> limited = List.of("bash", "-c", "ulimit -Sn 1000; exec \"$0\" \"$@\"", worker());
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, Map.of(), limited)) {
      User alice = new User(pki.client("alice"), worker.address());

      Answer answer = alice.run("run", "bash", "-c", "ulimit -Sn");

      assertThat(answer).isEqualTo(new Answer(0, "1000\n", ""));
    }
  }

  @Test
  void secretsInTheWorkersEnvironmentDoNotReachJobs() throws Exception {
    TestPki pki = TestPki.create(directory);
    Map<String, String> secret = Map.of("DATABASE_PASSWORD", "hunter2");
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, secret)) {
      User alice = new User(pki.client("alice"), worker.address());

      Answer answer = alice.run("run", "--env=GIVEN=yes", "env");

      assertThat(answer.out()).contains("GIVEN=yes").doesNotContain("hunter2");
      assertThat(worker.log()).doesNotContain("=yes");
    }
  }

  @Test
  void eachWrongSettingIsOneLineAndTheExitCodeTwo() throws Exception {
    Answer answer =
        CliProcess.start(
                new ProcessBuilder(worker(), "--port=x", "--grace=soon", "--cacertpath=/none"))
            .awaitEnd();

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err().lines())
        .allMatch(line -> line.startsWith("CONFIGURATION: --"))
        .hasSize(4);
  }

  @Test
  void aPortThatIsTakenIsOneLineAndTheExitCodeTwo() throws Exception {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued server = pki.server();
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, Map.of())) {
      Answer answer =
          CliProcess.start(
                  new ProcessBuilder(
                      worker(),
                      "--host=localhost",
                      "--port=" + worker.port(),
                      "--state-dir=" + directory.resolve("state"),
                      "--cacertpath=" + server.ca(),
                      "--serverkeypath=" + server.key(),
                      "--servercertpath=" + server.certificate()))
              .awaitEnd();

      assertThat(answer.exit()).isEqualTo(2);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err()).hasLineCount(1).contains("in use");
    }
  }

  @Test
  void aStateDirectoryThatCannotBeUsedIsOneLineAndTheExitCodeTwo() throws Exception {
    TestPki.Issued server = TestPki.create(directory).server();
    Path file = Files.createFile(directory.resolve("file"));

    Answer answer =
        CliProcess.start(
                new ProcessBuilder(
                    worker(),
                    "--host=localhost",
                    "--port=0",
                    "--state-dir=" + file,
                    "--cacertpath=" + server.ca(),
                    "--serverkeypath=" + server.key(),
                    "--servercertpath=" + server.certificate()))
            .awaitEnd();

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .hasLineCount(1)
        .startsWith("CONFIGURATION: --state-dir: output cannot be kept in " + file);
  }

  @Test
  void aWorkerThatHasEndedLeavesNoOutputOnDisk() throws Exception {
    TestPki pki = TestPki.create(directory);
    Path output = directory.resolve("state/output");
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, Map.of())) {
      new User(pki.client("alice"), worker.address()).run("run", "echo", "kept on disk");
      assertThat(output).isNotEmptyDirectory();

      worker.terminate();

      assertThat(worker.awaitExit()).isZero();
      assertThat(output).isEmptyDirectory();
    }
  }

  @Test
  void aWorkerThatKeepsOutputInMemoryWritesNoneToTheDisk() throws Exception {
    TestPki pki = TestPki.create(directory);
    Map<String, String> inMemory = Map.of("PROCESS_MANAGER_WORKER_OUTPUT_STORE", "memory");
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, inMemory)) {
      User alice = new User(pki.client("alice"), worker.address());
      String job = alice.run("start", "echo", "kept in memory").job();
      alice.run("wait", job);

      assertThat(alice.run("output", job).out()).isEqualTo("kept in memory\n");
      assertThat(directory.resolve("state/output")).doesNotExist();
    }
  }

  private static String worker() {
    return WorkerProcess.LAUNCHER.toString();
  }

  private static String field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
