package io.processmanager.consumer;

import io.processmanager.adapters.grpc.server.WorkerProgram;
import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged worker on a free loopback port, with an authority of its own. */
final class RunningWorker implements AutoCloseable {

  private final WorkerProgram program;
  private final TestPki pki;
  private final TestPki.Issued admin;

  private RunningWorker(WorkerProgram program, TestPki pki, TestPki.Issued admin) {
    this.program = program;
    this.pki = pki;
    this.admin = admin;
  }

  /**
   * Starts a worker and returns once it listens.
   *
   * @param distribution where it was packaged
   * @param directory for its certificates and its state
   */
  static RunningWorker start(Path distribution, Path directory) throws IOException {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued server = pki.server();
    TestPki.Issued admin = pki.client("root");
    ProcessBuilder builder =
        command(
            distribution,
            directory,
            "--host=localhost",
            "--port=0",
            "--cacertpath=" + server.ca(),
            "--serverkeypath=" + server.key(),
            "--servercertpath=" + server.certificate());
    builder.environment().put("ADMIN_CERTS_PATHS", admin.certificate().toString());
    return listening(builder, directory, pki, admin);
  }

  /** Starts a worker that listens on a Unix socket alone, and returns once it does. */
  static RunningWorker startOnUnixSocket(Path distribution, Path directory) throws IOException {
    TestPki unused = TestPki.create(directory);
    ProcessBuilder builder =
        command(distribution, directory, "--unix-socket=" + directory.resolve("worker.sock"));
    return listening(builder, directory, unused, unused.client("root"));
  }

  private static ProcessBuilder command(Path distribution, Path directory, String... options) {
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin/process-manager-worker").toString());
    command.add("--state-dir=" + directory.resolve("state"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command);
  }

  private static RunningWorker listening(
      ProcessBuilder builder, Path directory, TestPki pki, TestPki.Issued admin)
      throws IOException {
    Path log = directory.resolve("worker.log");
    return new RunningWorker(WorkerProgram.start(builder, log), pki, admin);
  }

  String address() {
    return program.address();
  }

  int port() {
    return program.port();
  }

  /** A fresh certificate for {@code CN=name}. */
  TestPki.Issued user(String name) {
    return pki.client(name);
  }

  /** The certificate of the admin, {@code CN=root}. */
  TestPki.Issued admin() {
    return admin;
  }

  /** Drains the worker, so that no job outlives the test; kills it if that does not end. */
  @Override
  public void close() {
    program.close();
  }
}
