package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.job.JobId;
import io.processmanager.worker.WorkerProcess;
import java.nio.file.Path;
import java.util.List;

/** A program of its own that reads an output by the SDK. */
final class SdkReader {

  private SdkReader() {}

  /** Takes what {@link #command} gives it. */
  public static void main(String[] arguments) throws Exception {
    TestPki.Issued client =
        new TestPki.Issued(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    try (GrpcJobs jobs = WorkerProcess.connect(arguments[0], client)) {
      ReplayBenchmark.readFirst(jobs, JobId.parse(arguments[4]), Long.parseLong(arguments[5]));
    }
  }

  /** What starts it, with the flags of this JVM. */
  static List<String> command(WorkerProcess worker, JobId job, long bytes) {
    TestPki.Issued client = worker.issueClient();
    return JvmCommand.ofThisClassPath(
        SdkReader.class,
        worker.address(),
        client.ca().toString(),
        client.certificate().toString(),
        client.key().toString(),
        job.toString(),
        Long.toString(bytes));
  }
}
