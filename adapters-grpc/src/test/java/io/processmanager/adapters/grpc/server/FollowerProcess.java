package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.io.IOException;
import java.nio.file.Path;

/** A process that follows the output of a job of its own, until it is killed. */
final class FollowerProcess implements AutoCloseable {

  private final Process process;

  private FollowerProcess(Process process) {
    this.process = process;
  }

  static FollowerProcess start(String address) throws IOException {
    return new FollowerProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FollowerProcess.class.getName(),
                address)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** With SIGKILL: it says no word of farewell. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** What the process does. */
  public static void main(String[] arguments) throws InterruptedException {
    try (GrpcJobs jobs = GrpcJobs.builder().address(arguments[0]).build();
        OutputReader reader =
            jobs.openOutput(jobs.start(JobSpec.of("true")).id(), OutputQuery.all())) {
      while (reader.next().isPresent()) {}
    }
  }
}
