package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.worker.WorkerProcess;
import java.time.Duration;

/** What a worker takes of the machine's memory while a job prints without end and nobody reads. */
final class FloodBenchmark {

  private static final double MOST_ADDED_MIB = 64;
  private static final int WARM_UP_JOBS = 500;
  private static final int WARM_UP_IN_FLIGHT = 4;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Report report;
  private final int gibibytes;

  FloodBenchmark(Report report, int gibibytes) {
    this.report = report;
    this.gibibytes = gibibytes;
  }

  void run(WorkerProcess worker) throws Exception {
    try (GrpcJobs jobs = worker.connect()) {
      try (JobsLoop loop = JobsLoop.over(jobs)) {
        loop.run(WARM_UP_JOBS, WARM_UP_IN_FLIGHT);
      }
      long before = ProcFiles.of(worker).residentKib();
      long begin = System.nanoTime();
      Job job =
          jobs.start(
              JobSpec.of(
                  "dd", "if=/dev/zero", "bs=128k", "count=" + 8192 * gibibytes, "status=none"));
      long most = before;
      while (jobs.awaitExit(job.id(), BETWEEN_LOOKS).isEmpty()) {
        most = Math.max(most, ProcFiles.of(worker).residentKib());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      OutputLog output = jobs.status(job.id()).output();
      report.title("flood: %d GiB into the worker's storage, nobody reading", gibibytes);
      report.line(
          "  %.1f s, %.0f MiB/s; %d bytes printed, offsets kept from %d, %d bytes lost",
          seconds,
          1024 * gibibytes / seconds,
          output.endOffset(),
          output.firstOffset(),
          output.lostBytes());
      report.line("  resident before %d KiB, most while it lasted %d KiB", before, most);
      report.goalAtMost("added", (most - before) / 1024.0, MOST_ADDED_MIB, "MiB");
    }
  }
}
