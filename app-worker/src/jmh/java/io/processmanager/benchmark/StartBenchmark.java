package io.processmanager.benchmark;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;

/**
 * The start of a job, one at a time, on a worker over gRPC with mutual TLS and embedded in turn.
 * Its end is waited for before the next one and not timed.
 */
final class StartBenchmark {

  private static final int BLOCK = 100;
  private static final int WARM_UP_STARTS = 16_000;
  private static final double MOST_ADDED_MILLIS = 1;
  private static final JobSpec SPEC = JobSpec.of(SpawnLoop.PROGRAM);

  private final Report report;
  private final int starts;

  StartBenchmark(Report report, int starts) {
    this.report = report;
    this.starts = starts;
  }

  void run(Jobs remote) throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs embedded = local.forCaller(Caller.user("benchmark"));
      inTurn(embedded, new Latencies(BLOCK), remote, new Latencies(BLOCK), WARM_UP_STARTS);
      Latencies here = new Latencies(BLOCK);
      Latencies there = new Latencies(BLOCK);
      inTurn(embedded, here, remote, there, starts);
      print(here, there);
    }
  }

  private static void inTurn(
      Jobs embedded, Latencies here, Jobs remote, Latencies there, int starts) throws Exception {
    for (int i = 0; i < starts; i++) {
      startOne(embedded, here);
      startOne(remote, there);
    }
  }

  private static void startOne(Jobs jobs, Latencies latencies) throws Exception {
    Job job = latencies.time(() -> jobs.start(SPEC));
    SpawnLoop.requireSuccess(jobs.awaitExit(job.id()).exit().shellStatus());
  }

  private void print(Latencies here, Latencies there) {
    report.title("start: /bin/true, one at a time, %d each in turn", starts);
    line("embedded", here);
    line("gRPC with mTLS", there);
    report.goalAtMost(
        "gRPC p50 - embedded p50",
        there.all().median() - here.all().median(),
        MOST_ADDED_MILLIS,
        "ms");
    report.line(
        "  the same of the fastest blocks: %.2f ms",
        there.undisturbedMedian() - here.undisturbedMedian());
    report.line(
        "  gRPC : embedded, by blocks   p50 %s, p99 %s",
        there.ratio(here, 0.5).withQuartiles(2), there.ratio(here, 0.99).withQuartiles(2));
  }

  private void line(String name, Latencies latencies) {
    Sample all = latencies.all();
    report.line(
        "  %-15s p50 %.3f ms, p90 %.3f ms, p99 %.3f ms",
        name, all.median(), all.quantile(0.9), all.quantile(0.99));
  }
}
