package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.worker.WorkerProcess;
import java.time.Duration;

/**
 * What a worker takes of the machine's memory while a job prints without end and nobody reads, and
 * how long the first byte of another job takes meanwhile.
 */
final class FloodBenchmark {

  private static final double MOST_ADDED_MIB = 64;

  /** "A few milliseconds". */
  private static final double MOST_DELAY_MILLIS = 5;

  private static final int FIRST_BYTES = 500;
  private static final JobSpec PRINTS = JobSpec.of("echo", "through the flood");
  private static final int WARM_UP_JOBS = 500;
  private static final int WARM_UP_IN_FLIGHT = 4;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration BETWEEN_FIRST_BYTES = Duration.ofMillis(5);

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
      measureMemory(worker, jobs);
      measureFirstBytes(jobs);
    }
  }

  private Job flood(Jobs jobs) {
    return jobs.start(
        JobSpec.of("dd", "if=/dev/zero", "bs=128k", "count=" + 8192 * gibibytes, "status=none"));
  }

  private void measureMemory(WorkerProcess worker, Jobs jobs) throws Exception {
    long before = ProcFiles.of(worker).residentKib();
    long begin = System.nanoTime();
    Job job = flood(jobs);
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

  /** Of jobs that are started one after the other, without a flood and beside another one. */
  private void measureFirstBytes(Jobs jobs) throws Exception {
    Latencies alone = new Latencies(FIRST_BYTES);
    Latencies beside = new Latencies(FIRST_BYTES);
    for (int i = 0; i < FIRST_BYTES; i++) {
      firstByte(jobs);
    }
    for (int i = 0; i < FIRST_BYTES; i++) {
      alone.time(() -> firstByte(jobs));
    }
    Job job = flood(jobs);
    while (jobs.awaitExit(job.id(), BETWEEN_FIRST_BYTES).isEmpty()) {
      beside.time(() -> firstByte(jobs));
    }
    print("alone", alone);
    print("beside it", beside);
    report.goalAtMost(
        "delay of a first byte, p50",
        beside.all().median() - alone.all().median(),
        MOST_DELAY_MILLIS,
        "ms");
  }

  /** From the call that starts a job to the first that it prints, at a client. */
  private static OutputItem firstByte(Jobs jobs) throws InterruptedException {
    try (OutputReader reader = jobs.openOutput(jobs.start(PRINTS).id(), OutputQuery.all())) {
      return reader.next().orElseThrow();
    }
  }

  private void print(String what, Latencies times) {
    Sample millis = times.all();
    report.line(
        "  first byte of another job, %-10s p50 %.2f ms, p90 %.2f ms, p99 %.2f ms",
        what, millis.median(), millis.quantile(0.9), millis.quantile(0.99));
  }
}
