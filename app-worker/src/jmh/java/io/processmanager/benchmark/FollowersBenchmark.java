package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many followers of one job, and one follower each of many jobs: what the worker takes for it, and
 * that nothing is missing. Followers share a few connections, as those of one program do.
 */
final class FollowersBenchmark {

  private static final int CONNECTIONS = 10;
  private static final int SECONDS = 10;
  private static final double MOST_KIB_A_FOLLOWER = 32;
  private static final double MOST_CPU_RATIO = 1.5;
  private static final int LINE_BYTES = 1_000;

  /** Of one job that a thousand follow: as much as two processors can encrypt and decrypt. */
  private static final Duration SHARED_INTERVAL = Duration.ofMillis(20);

  /** Of each of a thousand jobs. */
  private static final Duration OWN_INTERVAL = Duration.ofMillis(200);

  private final Report report;
  private final Ticker ticker;
  private final int followers;

  FollowersBenchmark(Report report, Ticker ticker, int followers) {
    this.report = report;
    this.ticker = ticker;
    this.followers = followers;
  }

  /** What a worker has taken at the end of one run. */
  private record Run(int followers, long bytes, double cpuSeconds, long residentKib) {

    double cpuNanosPerByte() {
      return 1e9 * cpuSeconds / bytes;
    }
  }

  void run(WorkerProcess worker) throws Exception {
    List<GrpcJobs> connections = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(worker.connect());
      }
      List<Integer> sizes = List.of(1, followers / 10, followers);
      report.title("followers: %d of one job, and of a job each", followers);
      report.line("  of one job at 50 kB/s: at 1 MB/s a thousand are 1,000 MB/s of TLS, both ways");
      measure("of one job", worker, connections, sizes, false);
      measure("of a job each", worker, connections, sizes, true);
    } finally {
      connections.forEach(GrpcJobs::close);
    }
  }

  private void measure(
      String what,
      WorkerProcess worker,
      List<GrpcJobs> connections,
      List<Integer> sizes,
      boolean jobEach)
      throws Exception {
    // Once unmeasured: what the heap grows to and what the compilers take is not the followers'.
    follow(worker, connections, followers, jobEach);
    List<Run> runs = new ArrayList<>();
    for (int size : sizes) {
      Run run = follow(worker, connections, size, jobEach);
      runs.add(run);
      report.line(
          "  %5d followers %-14s %.1f MB/s, %.0f ns of CPU a byte, %d KiB resident, nothing"
              + " missing",
          run.followers(),
          what,
          run.bytes() / 1e6 / SECONDS,
          run.cpuNanosPerByte(),
          run.residentKib());
    }
    Run few = runs.get(1);
    Run many = runs.get(2);
    double kib =
        (double) (many.residentKib() - few.residentKib()) / (many.followers() - few.followers());
    report.goalAtMost("memory a follower", kib, MOST_KIB_A_FOLLOWER, "KiB");
    report.goalAtMost(
        "CPU a byte, many : few",
        many.cpuNanosPerByte() / few.cpuNanosPerByte(),
        MOST_CPU_RATIO,
        "times");
  }

  private Run follow(WorkerProcess worker, List<GrpcJobs> connections, int count, boolean jobEach)
      throws Exception {
    Duration interval = jobEach ? OWN_INTERVAL : SHARED_INTERVAL;
    int lines = (int) (Duration.ofSeconds(SECONDS).toNanos() / interval.toNanos());
    JobSpec spec = ticker.lines(lines, interval, LINE_BYTES);
    double before = worker.proc().cpuSeconds();
    List<Following> following = new ArrayList<>();
    @Nullable JobId shared = null;
    for (int i = 0; i < count; i++) {
      GrpcJobs jobs = connections.get(i % connections.size());
      JobId job = shared == null || jobEach ? jobs.start(spec).id() : shared;
      shared = job;
      following.add(Following.of(jobs, job));
    }
    TimeUnit.SECONDS.sleep(SECONDS / 2);
    long resident = worker.proc().residentKib();
    CompletableFuture.allOf(
            following.stream().map(Following::end).toArray(CompletableFuture<?>[]::new))
        .get(6L * SECONDS, TimeUnit.SECONDS);
    long bytes = following.stream().mapToLong(Following::bytes).sum();
    long expected = (long) count * lines * LINE_BYTES;
    if (bytes != expected) {
      throw new IllegalStateException(bytes + " bytes came of " + expected);
    }
    return new Run(count, bytes, worker.proc().cpuSeconds() - before, resident);
  }
}
