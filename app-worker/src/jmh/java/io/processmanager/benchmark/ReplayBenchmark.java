package io.processmanager.benchmark;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The output of an ended job, read to its end by one SDK client over gRPC with mutual TLS, and a
 * bare stream of ready-made messages of the same size, in turn.
 */
final class ReplayBenchmark {

  private static final long BYTES = 1L << 30;
  private static final double MEBIBYTE = 1 << 20;
  private static final int WARM_UP_ROUNDS = 2;
  private static final double LEAST_SHARE = 0.9;

  private final Report report;
  private final int rounds;

  ReplayBenchmark(Report report, int rounds) {
    this.report = report;
    this.rounds = rounds;
  }

  void run(Jobs remote, BareStream bare) throws Exception {
    Job job = remote.start(JobSpec.of("head", "-c", Long.toString(BYTES), "/dev/zero"));
    remote.awaitExit(job.id());
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      double bareSpeed;
      double sdkSpeed;
      // The order turns, so that nobody always follows the same one.
      if (round % 2 == 0) {
        bareSpeed = speed(() -> bare.read(BYTES));
        sdkSpeed = speed(() -> read(remote, job.id(), BYTES));
      } else {
        sdkSpeed = speed(() -> read(remote, job.id(), BYTES));
        bareSpeed = speed(() -> bare.read(BYTES));
      }
      if (round >= 0) {
        theirs.add(bareSpeed);
        ours.add(sdkSpeed);
        shares.add(sdkSpeed / bareSpeed);
      }
    }
    report.title("replay: %d MiB to one client, %d times each in turn", BYTES >> 20, rounds);
    report.line("  %-15s %s MiB/s", "bare stream", Sample.of(theirs).withQuartiles(0));
    report.line("  %-15s %s MiB/s", "SDK client", Sample.of(ours).withQuartiles(0));
    report.goal("SDK : bare", Sample.of(shares), LEAST_SHARE);
    report.line(
        "  by the fastest turns         %.2f",
        Sample.of(ours).quantile(0.9) / Sample.of(theirs).quantile(0.9));
  }

  /** Reads the first bytes of an output, and requires that all of those come. */
  static void readFirst(Jobs jobs, JobId job, long bytes) throws InterruptedException {
    requireAll(read(jobs, job, bytes), bytes);
  }

  private static long read(Jobs jobs, JobId job, long bytes) throws InterruptedException {
    long received = 0;
    OutputQuery query = OutputQuery.all().withLimit(bytes);
    try (OutputReader reader = jobs.openOutput(job, query)) {
      for (Optional<OutputItem> item = reader.next(); item.isPresent(); item = reader.next()) {
        if (item.get() instanceof OutputItem.Chunk chunk) {
          received += chunk.data().remaining();
        }
      }
    }
    return received;
  }

  private static void requireAll(long received, long bytes) {
    if (received != bytes) {
      throw new IllegalStateException(received + " bytes came, and not " + bytes);
    }
  }

  private interface Reading {
    long read() throws Exception;
  }

  /** MiB a second. */
  private static double speed(Reading reading) throws Exception {
    long start = System.nanoTime();
    long received = reading.read();
    double seconds = (System.nanoTime() - start) / 1e9;
    requireAll(received, BYTES);
    return BYTES / MEBIBYTE / seconds;
  }
}
