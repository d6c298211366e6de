package io.processmanager.benchmark;

import io.processmanager.ports.usecase.LocalJobs;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Short jobs in a row, embedded: what the first thousand left behind, the rest adds nothing to. */
final class ChurnBenchmark {

  private static final int IN_FLIGHT = 8;
  private static final int FIRST = 1_000;
  private static final int STEP = 10_000;
  private static final long LONGEST_SETTLING_NANOS = 10_000_000_000L;
  private static final double MIB = 1 << 20;

  /** As many as the first sample has seen, or what is kept of them would pass for a leak. */
  private static final int ENDED_JOBS_KEPT = FIRST / 2;

  private static final long REST_MILLIS = 3_000;

  private final Report report;
  private final int total;
  private final ProcFiles proc = ProcFiles.of(ProcessHandle.current().pid());

  ChurnBenchmark(Report report, int total) {
    this.report = report;
    this.total = total;
  }

  private record Level(int jobs, long descriptors, long threads, long zombies, double heapMib) {}

  void run() throws Exception {
    report.title("churn: %d times /bin/true, %d in flight, embedded", total, IN_FLIGHT);
    List<Level> levels = new ArrayList<>();
    try (JobsLoop loop =
        JobsLoop.embedded(LocalJobs.builder().endedJobsKept(ENDED_JOBS_KEPT).open())) {
      for (int done = 0; done < total; ) {
        int next = done == 0 ? FIRST : Math.min(total, done - done % STEP + STEP);
        loop.run(next - done, IN_FLIGHT);
        done = next;
        Level level = settled(done);
        report.line(
            "  %7d jobs: %d descriptors, %d threads, %d zombies, %.1f MiB live heap",
            level.jobs(), level.descriptors(), level.threads(), level.zombies(), level.heapMib());
        levels.add(level);
      }
    }
    print(levels);
  }

  /**
   * The last jobs are let go of a moment after their exits are told, and what is kept for the next
   * ones, such as cgroups with their descriptors, a second later.
   */
  private Level settled(int done) throws Exception {
    Thread.sleep(REST_MILLIS);
    long deadline = System.nanoTime() + LONGEST_SETTLING_NANOS;
    long zombies = proc.zombies();
    while (zombies > 0 && System.nanoTime() - deadline < 0) {
      zombies = proc.zombies();
    }
    return new Level(done, proc.descriptors(), proc.threads(), zombies, liveHeapMib());
  }

  private static double liveHeapMib() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
  }

  private void print(List<Level> levels) {
    goal(levels, "descriptors added", "", 0, Level::descriptors);
    goal(levels, "threads added", "", Report.JVM_THREADS, Level::threads);
    goal(levels, "zombies added", "", 0, Level::zombies);
    goal(levels, "live heap added", "MiB", 1, Level::heapMib);
  }

  private void goal(
      List<Level> levels, String what, String unit, double most, ToDoubleFunction<Level> figure) {
    double first = figure.applyAsDouble(levels.get(0));
    double last = figure.applyAsDouble(levels.get(levels.size() - 1));
    report.goalAtMost(what, last - first, most, unit);
  }
}
