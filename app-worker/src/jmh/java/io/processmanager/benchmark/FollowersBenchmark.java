package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Many followers of one job, and one follower each of many jobs: what the worker takes for it, and
 * that nothing is missing. Followers share a few connections, as those of one program do.
 *
 * <p>Each number of followers has a worker of its own, with a heap of one size that is resident
 * from the start: then resident memory tells of all that is outside the heap, and the collector's
 * log of what lives in it. Each is measured when it has done the same once before.
 */
final class FollowersBenchmark {

  private static final int CONNECTIONS = 10;
  private static final int SECONDS = 10;
  private static final double MOST_KIB_A_FOLLOWER = 32;
  private static final double MOST_CPU_RATIO = 1.5;
  private static final int LINE_BYTES = 1_000;

  /**
   * Of one job that a thousand follow: 1 MB/s for each, which is more than a few processors can
   * encrypt and decrypt. Those that fall behind read on when the job has ended.
   */
  private static final Duration SHARED_INTERVAL = Duration.ofMillis(1);

  private static final int LONGEST_SECONDS = 300;

  /** Of each of a thousand jobs. */
  private static final Duration OWN_INTERVAL = Duration.ofMillis(200);

  private static final String HEAP =
      "-Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:G1PeriodicGCInterval=1000 -Xlog:gc:file=";

  private final Report report;
  private final Ticker ticker;
  private final int followers;
  private final Path launcher;
  private final Path directory;

  FollowersBenchmark(Report report, Ticker ticker, int followers, Path launcher, Path directory) {
    this.report = report;
    this.ticker = ticker;
    this.followers = followers;
    this.launcher = launcher;
    this.directory = directory;
  }

  /** What a worker has taken at the end of one run. */
  private record Run(
      int followers,
      long bytes,
      double seconds,
      double cpuSeconds,
      long residentKib,
      long liveMebibytes) {

    double cpuNanosPerByte() {
      return 1e9 * cpuSeconds / bytes;
    }

    long takenKib() {
      return residentKib + 1024 * liveMebibytes;
    }
  }

  void run() throws Exception {
    report.title("followers: %d of one job, and of a job each", followers);
    report.line("  of one job at 1 MB/s for %d s, and to the end, however far behind", SECONDS);
    measure("of one job", false);
    measure("of a job each", true);
  }

  private void measure(String what, boolean jobEach) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int size : List.of(1, followers / 10, followers)) {
      Run run = onItsOwnWorker(size, jobEach);
      runs.add(run);
      report.line(
          "  %5d followers %-14s %.1f MB/s, %.0f ns of CPU a byte, %d KiB resident, %d MiB of heap"
              + " alive, nothing missing",
          run.followers(),
          what,
          run.bytes() / 1e6 / run.seconds(),
          run.cpuNanosPerByte(),
          run.residentKib(),
          run.liveMebibytes());
    }
    Run few = runs.get(1);
    Run many = runs.get(2);
    double kib = (double) (many.takenKib() - few.takenKib()) / (many.followers() - few.followers());
    report.goalAtMost("memory a follower", kib, MOST_KIB_A_FOLLOWER, "KiB");
    report.goalAtMost(
        "CPU a byte, many : few",
        many.cpuNanosPerByte() / few.cpuNanosPerByte(),
        MOST_CPU_RATIO,
        "times");
  }

  private Run onItsOwnWorker(int size, boolean jobEach) throws Exception {
    Path own = Files.createDirectories(directory.resolve(size + (jobEach ? "-jobs" : "-of-one")));
    Path log = own.resolve("gc.log");
    List<GrpcJobs> connections = new ArrayList<>();
    try (WorkerProcess worker = WorkerProcess.start(launcher, own, HEAP + log)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(worker.connect());
      }
      follow(worker, connections, log, size, jobEach);
      return follow(worker, connections, log, size, jobEach);
    } finally {
      connections.forEach(GrpcJobs::close);
    }
  }

  /** After each of the last collections; what lives for a moment is in the larger ones. */
  private static long liveMebibytes(Path log) throws IOException {
    List<Long> left =
        Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)")
            .matcher(Files.readString(log))
            .results()
            .map(collection -> Long.parseLong(collection.group(2)))
            .toList();
    return left.subList(Math.max(0, left.size() - 5), left.size()).stream()
        .mapToLong(Long::longValue)
        .min()
        .orElseThrow();
  }

  private Run follow(
      WorkerProcess worker, List<GrpcJobs> connections, Path log, int count, boolean jobEach)
      throws Exception {
    Duration interval = jobEach ? OWN_INTERVAL : SHARED_INTERVAL;
    int lines = (int) (Duration.ofSeconds(SECONDS).toNanos() / interval.toNanos());
    JobSpec spec = ticker.lines(lines, interval, LINE_BYTES);
    double before = ProcFiles.of(worker).cpuSeconds();
    long began = System.nanoTime();
    List<Following> following = new ArrayList<>();
    @Nullable JobId shared = null;
    for (int i = 0; i < count; i++) {
      GrpcJobs jobs = connections.get(i % connections.size());
      JobId job = shared == null || jobEach ? jobs.start(spec).id() : shared;
      shared = job;
      following.add(Following.of(jobs, job));
    }
    TimeUnit.SECONDS.sleep(SECONDS / 2);
    long resident = ProcFiles.of(worker).residentKib();
    long live = liveMebibytes(log);
    CompletableFuture.allOf(
            following.stream().map(Following::end).toArray(CompletableFuture<?>[]::new))
        .get(LONGEST_SECONDS, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - began) / 1e9;
    long bytes = following.stream().mapToLong(Following::bytes).sum();
    long expected = (long) count * lines * LINE_BYTES;
    if (bytes != expected) {
      throw new IllegalStateException(bytes + " bytes came of " + expected);
    }
    return new Run(
        count, bytes, seconds, ProcFiles.of(worker).cpuSeconds() - before, resident, live);
  }
}
