package io.processmanager.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.CuttingProxy;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of jobs on a worker, built and run as projects of somebody else's: on Java 17 where
 * it is installed, else on the one of this build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemoteExamplesIT {

  private static final int LINES = 100_000;

  private final Jdk oldest = Jdk.java17().orElseGet(Jdk::ours);
  private RunningWorker worker;
  private TestPki.Issued user;

  @BeforeAll
  void startWorker(@TempDir Path directory) throws IOException {
    worker = RunningWorker.start(Packed.WORKER, directory);
    user = worker.user("example");
  }

  @AfterAll
  void stopWorker() {
    worker.close();
  }

  @Test
  void remoteExamplePrintsWhatTheCommandsPrint() throws Exception {
    Consumer remote = Consumer.of("remote", oldest);

    Program run = remote.maven(variables(worker.address()), "compile", "exec:exec");

    assertThat(run.output()).contains("Linux\nline 1\nline 2\nline 3\nexited with code 4\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void othersGetTheLibrariesThatTheWorkerWasTestedWith() throws Exception {
    Consumer remote = Consumer.of("remote", oldest);

    Program run =
        remote.maven(
            Map.of(),
            System.getProperty("consumer.class.path.goal"),
            "-Dmdep.outputFile=class-path");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(new String(remote.bytes("class-path"), UTF_8).strip().split(":"))
        .extracting(jar -> Path.of(jar).getFileName().toString())
        .hasSizeGreaterThan(10)
        .allMatch(jar -> Files.exists(Packed.WORKER.resolve("lib").resolve(jar)), "ships with it");
  }

  @Test
  void logRelayLosesNoByteToLostConnectionsAndRestarts() throws Exception {
    Consumer relay = Consumer.of("log-relay", oldest);
    byte[] whole =
        IntStream.rangeClosed(1, LINES)
            .mapToObj(line -> line + "\n")
            .collect(Collectors.joining())
            .getBytes(UTF_8);
    Files.write(relay.file("output.log"), Arrays.copyOf(whole, whole.length / 3));
    JobId job = printLines();
    try (CuttingProxy proxy = CuttingProxy.before(worker.port())) {
      proxy.cutAfter(() -> 200_000);

      Program run =
          relay.maven(
              variables(proxy.address()),
              "compile",
              "exec:exec",
              "-Djob=" + job,
              "-Dfile=output.log");

      assertThat(run.output())
          .contains("connection lost at offset ", "resumed at offset ")
          .contains("\n" + LINES + "\n")
          .contains("exited with code 0\n");
      assertThat(run.exit()).isZero();
    }
    assertThat(relay.bytes("output.log")).isEqualTo(whole);
  }

  @Test
  void logRelayWhoseFileIsOfAnotherOutputFailsAndSaysWhy() throws Exception {
    Consumer relay = Consumer.of("log-relay", oldest);
    Files.write(relay.file("output.log"), new byte[LINES * 10]);

    Program run =
        relay.maven(
            variables(worker.address()),
            "compile",
            "exec:exec",
            "-Djob=" + printLines(),
            "-Dfile=output.log");

    assertThat(run.output()).contains("a sink is given up: ", "InvalidRequest");
    assertThat(run.exit()).isNotZero();
  }

  private JobId printLines() throws InterruptedException {
    try (GrpcJobs jobs =
        GrpcJobs.builder().address(worker.address()).tls(user.material()).build()) {
      JobId job = jobs.start(JobSpec.of("seq", Integer.toString(LINES))).id();
      assertThat(jobs.awaitExit(job).exit().isSuccess()).isTrue();
      return job;
    }
  }

  private Map<String, String> variables(String address) {
    return Map.of(
        "PROCESS_MANAGER_ADDRESS", address,
        "PROCESS_MANAGER_CACERTPATH", user.ca().toString(),
        "PROCESS_MANAGER_CLIENTCERTPATH", user.certificate().toString(),
        "PROCESS_MANAGER_CLIENTKEYPATH", user.key().toString());
  }
}
