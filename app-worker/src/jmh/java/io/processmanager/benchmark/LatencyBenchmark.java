package io.processmanager.benchmark;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a write in a job to its arrival in a client that follows it. */
final class LatencyBenchmark {

  private static final int WARM_UP_LINES = 5_000;
  private static final int LINE_BYTES = 64;
  private static final Duration INTERVAL = Duration.ofMillis(2);
  private static final double MOST_P50_MILLIS = 1;
  private static final double MOST_P99_MILLIS = 5;

  private final Report report;
  private final Ticker ticker;
  private final int lines;

  LatencyBenchmark(Report report, Ticker ticker, int lines) {
    this.report = report;
    this.ticker = ticker;
    this.lines = lines;
  }

  void run(Jobs jobs) throws InterruptedException {
    follow(jobs, WARM_UP_LINES);
    Sample millis = Sample.of(follow(jobs, lines));
    report.title(
        "latency: %d lines, one each %d ms, from the job's write to the client that follows",
        lines, INTERVAL.toMillis());
    report.goalAtMost("p50", millis.median(), MOST_P50_MILLIS, "ms");
    report.goalAtMost("p99", millis.quantile(0.99), MOST_P99_MILLIS, "ms");
    report.line("  p99.9 %.2f ms, longest %.2f ms", millis.quantile(0.999), millis.quantile(1));
  }

  /** The clock of the job is that of this JVM: CLOCK_MONOTONIC. */
  private List<Double> follow(Jobs jobs, int count) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    Job job = jobs.start(ticker.lines(count, INTERVAL, LINE_BYTES));
    try (OutputReader reader = jobs.openOutput(job.id(), OutputQuery.all())) {
      Optional<OutputItem> item = reader.next();
      while (item.isPresent()) {
        long arrived = System.nanoTime();
        if (item.get() instanceof OutputItem.Chunk chunk) {
          note(chunk, arrived, millis);
        }
        item = reader.next();
      }
    }
    if (millis.size() != count) {
      throw new IllegalStateException(millis.size() + " lines came of " + count);
    }
    return millis;
  }

  /** The kernel gives no part of a line: each is written at one stroke. */
  private static void note(OutputItem.Chunk chunk, long arrived, List<Double> millis) {
    ByteBuffer data = chunk.data();
    while (data.hasRemaining()) {
      byte[] line = new byte[LINE_BYTES];
      data.get(line);
      long written = Long.parseLong(new String(line, StandardCharsets.US_ASCII).strip());
      millis.add((arrived - written) / 1e6);
    }
  }
}
