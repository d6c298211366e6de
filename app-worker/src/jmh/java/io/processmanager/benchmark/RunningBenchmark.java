package io.processmanager.benchmark;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.worker.WorkerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A worker with many jobs beside one with few, on the same machine at the same time: calls go to
 * one and the other in turn.
 */
final class RunningBenchmark {

  private static final int FEW = 100;
  private static final int BLOCK = 250;
  private static final int STARTS = 2_000;
  private static final int STATUSES = 5_000;
  private static final int IDLE_SECONDS = 20;

  /**
   * Enough that a worker keeps as many ended jobs as it ever does, and that its heap has been used.
   */
  private static final int WARM_UP_JOBS = 12_000;

  private static final int WARM_UP_IN_FLIGHT = 8;

  private static final double MOST_KIB_A_JOB = 10;
  private static final double MOST_IDLE_PERCENT = 1;
  private static final double MOST_P99_RATIO = 1.5;
  private static final JobSpec SHORT = JobSpec.of(SpawnLoop.PROGRAM);

  private final Report report;
  private final int wanted;
  private final Random random = new Random(1);

  RunningBenchmark(Report report, int wanted) {
    this.report = report;
    this.wanted = wanted;
  }

  private record Level(int jobs, long residentKib, long descriptors, long threads) {

    static Level of(int jobs, WorkerProcess worker) throws IOException {
      ProcFiles proc = ProcFiles.of(worker);
      return new Level(jobs, proc.residentKib(), proc.descriptors(), proc.threads());
    }
  }

  void run(WorkerProcess fewWorker, WorkerProcess manyWorker) throws Exception {
    try (GrpcJobs few = fewWorker.connect();
        GrpcJobs many = manyWorker.connect()) {
      report.title("running: %d jobs at once on one worker, %d on another", wanted, FEW);
      warmUp(few);
      warmUp(many);
      Crowd fewJobs = new Crowd(few);
      Crowd manyJobs = new Crowd(many);
      long before = ProcFiles.of(manyWorker).descriptors();
      fewJobs.growTo(FEW);
      manyJobs.growTo(FEW);
      Level first = Level.of(FEW, manyWorker);
      double descriptorsAJob = (double) (first.descriptors() - before) / FEW;
      grow(manyJobs, new Room(ProcFiles.of(manyWorker), descriptorsAJob).jobs());
      Level last = Level.of(manyJobs.size(), manyWorker);
      print(first, last);
      idle(fewWorker, manyWorker);
      compare(few, fewJobs, many, manyJobs);
    }
  }

  private static void warmUp(Jobs jobs) throws InterruptedException {
    try (JobsLoop loop = JobsLoop.over(jobs)) {
      loop.run(WARM_UP_JOBS, WARM_UP_IN_FLIGHT);
    }
  }

  private void grow(Crowd crowd, Room.Jobs room) {
    int goal = Math.min(wanted, crowd.size() + room.most());
    if (goal < wanted) {
      report.line("  SCALED DOWN to %d jobs: %s", goal, room.why());
    }
    long before = System.nanoTime();
    try {
      crowd.growTo(goal);
    } catch (JobsException.ResourceExhausted full) {
      report.line("  SCALED DOWN to %d jobs: there are no more %s", crowd.size(), full.resource());
    }
    report.line("  started in %.1f s", (System.nanoTime() - before) / 1e9);
  }

  private void print(Level first, Level last) {
    int added = last.jobs() - first.jobs();
    for (Level level : List.of(first, last)) {
      report.line(
          "  %6d jobs: %d KiB resident, %d descriptors, %d threads",
          level.jobs(), level.residentKib(), level.descriptors(), level.threads());
    }
    report.line(
        "  descriptors a job: %.2f", (double) (last.descriptors() - first.descriptors()) / added);
    double kib = (double) (last.residentKib() - first.residentKib()) / added;
    report.goalAtMost("resident memory a job", kib, MOST_KIB_A_JOB, "KiB");
    report.goalAtMost(
        "threads added", (double) (last.threads() - first.threads()), Report.JVM_THREADS, "");
  }

  private void idle(WorkerProcess few, WorkerProcess many) throws Exception {
    double fewBefore = ProcFiles.of(few).cpuSeconds();
    double manyBefore = ProcFiles.of(many).cpuSeconds();
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    double fewPercent = 100 * (ProcFiles.of(few).cpuSeconds() - fewBefore) / IDLE_SECONDS;
    double manyPercent = 100 * (ProcFiles.of(many).cpuSeconds() - manyBefore) / IDLE_SECONDS;
    report.line("  idle with few jobs: %.2f %% of a core", fewPercent);
    report.goalAtMost("idle with many jobs", manyPercent, MOST_IDLE_PERCENT, "% of a core");
  }

  private void compare(Jobs few, Crowd fewJobs, Jobs many, Crowd manyJobs) throws Exception {
    Latencies fewStatuses = new Latencies(BLOCK);
    Latencies manyStatuses = new Latencies(BLOCK);
    for (int i = 0; i < STATUSES; i++) {
      fewStatuses.time(() -> few.status(fewJobs.any(random)));
      manyStatuses.time(() -> many.status(manyJobs.any(random)));
    }
    print("status", fewStatuses, manyStatuses);
    Latencies fewStarts = new Latencies(BLOCK);
    Latencies manyStarts = new Latencies(BLOCK);
    for (int i = 0; i < STARTS; i++) {
      startOne(few, fewStarts);
      startOne(many, manyStarts);
    }
    print("start", fewStarts, manyStarts);
  }

  private static void startOne(Jobs jobs, Latencies latencies) throws Exception {
    Job job = latencies.time(() -> jobs.start(SHORT));
    SpawnLoop.requireSuccess(jobs.awaitExit(job.id()).exit().shellStatus());
  }

  private void print(String what, Latencies few, Latencies many) {
    print(what + " with few jobs", few);
    print(what + " with many jobs", many);
    report.line("  %-28s %s", what + " p50, many : few", many.ratio(few, 0.5).withQuartiles(2));
    report.goalAtMost(
        what + " p99, many : few", many.ratio(few, 0.99).median(), MOST_P99_RATIO, "times");
  }

  private void print(String what, Latencies latencies) {
    Sample all = latencies.all();
    report.line("  %-28s p50 %.3f ms, p99 %.3f ms", what, all.median(), all.quantile(0.99));
  }
}
