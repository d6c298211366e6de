package io.processmanager.cli;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The packaged worker as a process of its own, on a free loopback port or a Unix socket. */
final class WorkerProcess implements AutoCloseable {

  static final Path LAUNCHER =
      Path.of("../app-worker/target/dist/bin/process-manager-worker").toAbsolutePath().normalize();

  private static final long LONGEST_SECONDS = 30;

  private final Process process;
  private final Path log;
  private final String address;

  private WorkerProcess(Process process, Path log, String address) {
    this.process = process;
    this.log = log;
    this.address = address;
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
    Path log = Files.createTempFile(directory, "worker", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader stdout = process.inputReader();
    String line = Objects.requireNonNullElse(stdout.readLine(), "");
    if (!line.startsWith("listening on ")) {
      process.destroyForcibly();
      throw new IllegalStateException("no worker, but: " + line + Files.readString(log));
    }
    return new WorkerProcess(process, log, line.substring("listening on ".length()));
  }

  String address() {
    return address;
  }

  int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Sends SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the worker's end and gives its exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the worker has not ended");
    }
    return process.exitValue();
  }

  /** Drains the worker, so that no job outlives the test; kills it if that does not end. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, LONGEST_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
