package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged programs over a Unix socket, with no certificate anywhere. */
class UnixSocketIT {

  @TempDir private Path directory;

  private Path socket() {
    return directory.resolve("worker.sock");
  }

  private Answer program(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(User.LAUNCHER.toString()));
    command.add("--address=unix:" + socket());
    command.addAll(List.of(arguments));
    return CliProcess.start(new ProcessBuilder(command)).awaitEnd();
  }

  @Test
  void jobIsStartedSeenReadAndStopped() throws Exception {
    long uid = Integer.toUnsignedLong((Integer) Files.getAttribute(directory, "unix:uid"));
    try (WorkerProcess worker = WorkerProcess.start(socket(), directory)) {
      assertThat(worker.address()).isEqualTo("unix:" + socket());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
          .isEqualTo("rw-------");

      Answer started = program("start", "--", "sh", "-c", "echo hello; exec sleep 60");
      assertThat(started.err()).isEmpty();
      new Eventually(() -> output(started.job())).contains("hello");
      Answer status = program("status", started.job());
      Answer stopped = program("stop", started.job());

      assertThat(status.out()).containsPattern("owner: +uid:" + uid + "\n");
      assertThat(stopped.exit()).isZero();
      assertThat(stopped.out()).startsWith("ended by signal 15 (SIGTERM)");
      worker.terminate();
      assertThat(worker.awaitExit()).isZero();
      assertThat(worker.log())
          .contains("listening on unix:" + socket() + ", keeping ")
          .doesNotContain("WARN", "ERROR");
      assertThat(socket()).doesNotExist();
    }
  }

  private String output(String job) {
    try {
      return program("output", "--no-follow", job).out();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void secondWorkerIsRefusedAndTheFirstServesOn() throws Exception {
    try (WorkerProcess first = WorkerProcess.start(socket(), directory)) {
      Answer second =
          CliProcess.start(
                  new ProcessBuilder(
                      WorkerProcess.LAUNCHER.toString(),
                      "--unix-socket=" + socket(),
                      "--output-store=memory"))
              .awaitEnd();

      assertThat(second)
          .isEqualTo(
              new Answer(
                  2,
                  "",
                  "CONFIGURATION: --unix-socket: cannot listen on "
                      + first.address()
                      + ": "
                      + socket()
                      + " is in use by another worker\n"));
      assertThat(program("run", "echo", "served").out()).isEqualTo("served\n");
    }
  }

  @Test
  void secondWorkerIsRefusedEvenIfTheFirstOnesSocketWasRemoved() throws Exception {
    try (WorkerProcess first = WorkerProcess.start(socket(), directory)) {
      Files.delete(socket());

      Answer second =
          CliProcess.start(
                  new ProcessBuilder(
                      WorkerProcess.LAUNCHER.toString(),
                      "--unix-socket=" + socket(),
                      "--output-store=memory"))
              .awaitEnd();

      assertThat(second.exit()).isEqualTo(2);
      assertThat(second.err())
          .contains(first.address())
          .endsWith(socket() + " is in use by another worker\n");
    }
  }

  @Test
  void socketOfAKilledWorkerIsTakenOver() throws Exception {
    try (WorkerProcess killed = WorkerProcess.start(socket(), directory)) {
      killed.kill();
      assertThat(socket()).exists();
      assertThat(program("list").err())
          .isEqualTo(
              "UNAVAILABLE: cannot reach the worker at unix:"
                  + socket()
                  + ": nobody listens on the socket; check that the worker runs\n");

      try (WorkerProcess next = WorkerProcess.start(socket(), directory)) {
        assertThat(program("run", "echo", "served").out()).isEqualTo("served\n");
        assertThat(next.address()).isEqualTo(killed.address());
      }
    }
  }

  @Test
  void workerThatListensInBothWaysSaysSo() throws Exception {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued server = pki.server();
    Process process =
        new ProcessBuilder(
                WorkerProcess.LAUNCHER.toString(),
                "--unix-socket=" + socket(),
                "--host=localhost",
                "--port=0",
                "--output-store=memory",
                "--cacertpath=" + server.ca(),
                "--serverkeypath=" + server.key(),
                "--servercertpath=" + server.certificate())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader stdout = process.inputReader()) {
      String overTls = stdout.readLine();
      assertThat(overTls).matches("listening on localhost:\\d+");
      assertThat(stdout.readLine()).isEqualTo("listening on unix:" + socket());

      User alice = new User(pki.client("alice"), overTls.substring("listening on ".length()));
      String job = alice.run("start", "sleep", "60").job();

      assertThat(alice.run("list").out()).contains(job);
      assertThat(program("list", "--own").out()).doesNotContain(job);
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
