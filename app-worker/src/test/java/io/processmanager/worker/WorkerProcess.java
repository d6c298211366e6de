package io.processmanager.worker;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.server.WorkerProgram;
import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The packaged worker, listening on loopback, with certificates of its own. */
public final class WorkerProcess implements AutoCloseable {

  private final WorkerProgram program;
  private final TestPki pki;

  private WorkerProcess(WorkerProgram program, TestPki pki) {
    this.program = program;
    this.pki = pki;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param launcher the packaged program
   * @param directory for certificates, the log and what it keeps; there already
   */
  public static WorkerProcess start(Path launcher, Path directory) throws IOException {
    return start(launcher, directory, "");
  }

  /**
   * Starts it with more options for its JVM, and waits until it listens.
   *
   * @param directory for certificates, the log and what it keeps; there already, and the one that
   *     it runs in
   * @param javaOptions words that the launcher takes from its environment
   */
  public static WorkerProcess start(Path launcher, Path directory, String javaOptions)
      throws IOException {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued certificate = pki.server();
    ProcessBuilder command =
        new ProcessBuilder(
                launcher.toString(),
                "--host=127.0.0.1",
                "--port=0",
                "--state-dir=" + directory.resolve("state"),
                "--cacertpath=" + certificate.ca(),
                "--servercertpath=" + certificate.certificate(),
                "--serverkeypath=" + certificate.key())
            .directory(directory.toFile());
    command.environment().put("PROCESS_MANAGER_WORKER_JAVA_OPTS", javaOptions);
    WorkerProgram program = WorkerProgram.start(command, directory.resolve("worker.log"));
    // However this program ends, its worker ends, and with it the worker's jobs.
    Runtime.getRuntime().addShutdownHook(new Thread(program::close));
    return new WorkerProcess(program, pki);
  }

  /** A client of it, with a connection of its own. */
  public GrpcJobs connect() {
    return connect(address(), issueClient());
  }

  /** A client of the worker that listens there. */
  public static GrpcJobs connect(String address, TestPki.Issued client) {
    return GrpcJobs.builder().address(address).tls(client.material()).build();
  }

  /** Where it listens. */
  public String address() {
    return program.address();
  }

  /** A new certificate for its one user. */
  public TestPki.Issued issueClient() {
    return pki.client("user");
  }

  /** What the command line takes from its environment to be a client of it. */
  public Map<String, String> environment() {
    TestPki.Issued client = issueClient();
    return Map.of(
        "PROCESS_MANAGER_CACERTPATH", client.ca().toString(),
        "PROCESS_MANAGER_CLIENTKEYPATH", client.key().toString(),
        "PROCESS_MANAGER_CLIENTCERTPATH", client.certificate().toString(),
        "PROCESS_MANAGER_ADDRESS", address());
  }

  /** Of its JVM. */
  public long pid() {
    return program.process().pid();
  }

  /** Has it drain, which stops its jobs. */
  @Override
  public void close() {
    program.close();
  }
}
