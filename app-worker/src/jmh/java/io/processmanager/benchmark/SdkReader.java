package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.domain.job.JobId;
import java.nio.file.Path;
import java.util.List;

/** A program of its own that reads an output by the SDK, with what the command line reads it. */
final class SdkReader {

  private SdkReader() {}

  /**
   * Takes the job and how many bytes to read; the worker's place and files from the environment.
   */
  public static void main(String[] arguments) throws Exception {
    TlsMaterial files =
        TlsMaterial.read(
            Path.of(System.getenv("PROCESS_MANAGER_CACERTPATH")),
            Path.of(System.getenv("PROCESS_MANAGER_CLIENTCERTPATH")),
            Path.of(System.getenv("PROCESS_MANAGER_CLIENTKEYPATH")));
    String address = System.getenv("PROCESS_MANAGER_ADDRESS");
    try (GrpcJobs jobs = GrpcJobs.builder().address(address).tls(files).build()) {
      ReplayBenchmark.read(jobs, JobId.parse(arguments[0]), Long.parseLong(arguments[1]));
    }
  }

  /** What starts it, with the flags of this JVM. */
  static List<String> command(JobId job, long bytes) {
    return ContenderProcess.jvm(
        System.getProperty("java.class.path"),
        SdkReader.class.getName(),
        job.toString(),
        Long.toString(bytes));
  }
}
