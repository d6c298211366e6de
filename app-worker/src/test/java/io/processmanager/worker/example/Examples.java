package io.processmanager.worker.example;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What the README shows, between the markers. */
final class Examples {

  private Examples() {}

  static void embedded() throws Exception {
    // example: embedded
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.jobs();
      String user = jobs.run(JobSpec.of("id", "-un")).orThrow().output().text().strip();
      try (JobHandle job = jobs.launch(JobSpec.of("printf", "%s\n", "hello", user))) {
        job.lines().forEach(System.out::println);
        System.out.println(job.awaitExit().exit());
      }
    }
    // end
  }

  static void remote(String address, Path ca, Path certificate, Path key) throws Exception {
    // example: remote
    TlsMaterial tls = TlsMaterial.read(ca, certificate, key);
    try (GrpcJobs jobs = GrpcJobs.builder().address(address).tls(tls).build()) {
      String user = jobs.run(JobSpec.of("id", "-un")).orThrow().output().text().strip();
      try (JobHandle job = jobs.launch(JobSpec.of("printf", "%s\n", "hello", user))) {
        job.lines().forEach(System.out::println);
        System.out.println(job.awaitExit().exit());
      }
    }
    // end
  }

  static void many(Jobs jobs) throws Exception {
    // example: many
    try (JobWatch watch = jobs.openWatch(WatchQuery.all())) {
      Set<JobId> running = new HashSet<>();
      for (int i = 0; i < 1000; i++) {
        running.add(jobs.start(JobSpec.of("sh", "-c", "exit " + i % 2)).id());
      }
      int failed = 0;
      while (!running.isEmpty()) {
        if (watch.next().orElseThrow() instanceof JobEvent.Changed change
            && change.job().state() instanceof JobState.Ended end
            && running.remove(change.job().id())) {
          failed += end.exit().isSuccess() ? 0 : 1;
        }
      }
      System.out.println(failed + " of 1000 failed");
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
