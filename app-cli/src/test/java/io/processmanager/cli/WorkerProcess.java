package io.processmanager.cli;

import io.processmanager.adapters.grpc.server.WorkerProgram;
import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged worker as a process of its own, on a free loopback port or a Unix socket. */
final class WorkerProcess implements AutoCloseable {

  static final Path LAUNCHER =
      Path.of("../app-worker/target/dist/bin/process-manager-worker").toAbsolutePath().normalize();

  private static final long LONGEST_SECONDS = 30;

  private final WorkerProgram program;

  private WorkerProcess(WorkerProgram program) {
    this.program = program;
  }

  /** Starts a worker and returns once it listens. */
  static WorkerProcess start(TestPki pki, Path directory, Map<String, String> environment)
      throws IOException {
    return start(pki, directory, environment, List.of(LAUNCHER.toString()));
  }

  /** Starts a worker by a command that ends in the launcher's path. */
  static WorkerProcess start(
      TestPki pki, Path directory, Map<String, String> environment, List<String> launching)
      throws IOException {
    TestPki.Issued server = pki.server();
    List<String> command = new ArrayList<>(launching);
    command.add("--host=localhost");
    command.add("--port=0");
    command.add("--cacertpath=" + server.ca());
    command.add("--serverkeypath=" + server.key());
    command.add("--servercertpath=" + server.certificate());
    return start(command, directory, environment);
  }

  /** Starts a worker that listens on a Unix socket and nowhere else. */
  static WorkerProcess start(Path socket, Path directory) throws IOException {
    List<String> command = List.of(LAUNCHER.toString(), "--unix-socket=" + socket);
    return start(command, directory, Map.of());
  }

  private static WorkerProcess start(
      List<String> options, Path directory, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(options);
    command.add("--state-dir=" + directory.resolve("state"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path log = Files.createTempFile(directory, "worker", ".log");
    return new WorkerProcess(WorkerProgram.start(builder, log));
  }

  String address() {
    return program.address();
  }

  int port() {
    return program.port();
  }

  String log() throws IOException {
    return program.log();
  }

  /** Sends SIGKILL. */
  void kill() throws InterruptedException {
    program.process().destroyForcibly().waitFor();
  }

  /** Sends SIGTERM. */
  void terminate() {
    program.process().destroy();
  }

  /** Waits for the worker's end and gives its exit code. */
  int awaitExit() throws InterruptedException {
    if (!program.process().waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the worker has not ended");
    }
    return program.process().exitValue();
  }

  /** Drains the worker, so that no job outlives the test; kills it if that does not end. */
  @Override
  public void close() {
    program.close();
  }
}
