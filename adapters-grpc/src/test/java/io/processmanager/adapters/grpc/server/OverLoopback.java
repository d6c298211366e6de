package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One client of a server whose jobs do as the test says, and one job. */
abstract class OverLoopback {

  final FakeJobs fake = new FakeJobs();
  Loopback loopback;
  GrpcJobs jobs;
  JobId job;

  @BeforeEach
  final void serve(@TempDir Path directory) throws Exception {
    loopback = Loopback.serve(fake, directory);
    jobs = loopback.client("alice");
    job = jobs.start(JobSpec.of("true")).id();
  }

  @AfterEach
  final void stop() {
    loopback.close();
  }
}
