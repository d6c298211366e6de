package io.processmanager.adapters.grpc.snippet;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.domain.job.JobSpec;
import java.nio.file.Path;

/** How the jobs of a worker are had. */
final class RemoteSnippets {

  private RemoteSnippets() {}

  static void remote() throws InterruptedException {
    // @start region="remote"
    TlsMaterial tls =
        TlsMaterial.read(Path.of("ca.crt"), Path.of("client.crt"), Path.of("client.key"));
    try (GrpcJobs jobs = GrpcJobs.builder().address("build-7:8080").tls(tls).build()) {
      System.out.println(jobs.run(JobSpec.of("uname", "-a")).orThrow().output().text());
    }
    // @end
  }
}
