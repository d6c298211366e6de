package io.processmanager.worker.example;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;

/** What the README shows, between the markers. */
final class Examples {

  private Examples() {}

  static void embedded() throws Exception {
    // example: embedded
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(Caller.user("build"));
      Job job = jobs.start(JobSpec.of("printf", "%s\n", "hello", "world"));
      try (InputStream output = jobs.openOutput(job.id(), OutputQuery.all()).asInputStream()) {
        output.transferTo(System.out);
      }
      System.out.println(jobs.awaitExit(job.id()).exit());
    }
    // end
  }

  static void remote(String address, Path ca, Path certificate, Path key) throws Exception {
    // example: remote
    TlsMaterial tls = TlsMaterial.read(ca, certificate, key);
    try (GrpcJobs jobs = GrpcJobs.builder().address(address).tls(tls).build()) {
      Job job = jobs.start(JobSpec.of("printf", "%s\n", "hello", "world"));
      try (InputStream output = jobs.openOutput(job.id(), OutputQuery.all()).asInputStream()) {
        output.transferTo(System.out);
      }
      System.out.println(jobs.awaitExit(job.id()).exit());
    }
    // end
  }

  static void options(Jobs jobs) throws Exception {
    // example: options
    JobSpec spec =
        JobSpec.of("sh", "-c", "umask; ulimit -n; exec sleep 60")
            .withEnvironment("LANG", "C")
            .withWorkingDirectory("/tmp")
            .withUmask(027)
            .withNice(10)
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(64))
            .withStopPolicy(
                StopPolicy.defaults().withSignal(Signal.INT).withGrace(Duration.ofSeconds(10)))
            .withMaximumRunTime(Duration.ofSeconds(1));
    Job job = jobs.start(spec);
    JobState.Ended end = jobs.awaitExit(job.id());
    System.out.println(end.exit() + ", " + end.cause());
    // end
  }
}
