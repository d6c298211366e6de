package example;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs steps, so many at once, with no thread but the caller's. */
final class Batch {

  private static final long OUTPUT_LIMIT_BYTES = 64 << 10;

  private final Jobs jobs;
  private final int atOnce;
  private final Semaphore free;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  /**
   * Makes a batch.
   *
   * @param jobs where the steps run: here, or on a worker
   * @param atOnce how many
   */
  Batch(Jobs jobs, int atOnce) {
    this.jobs = jobs;
    this.atOnce = atOnce;
    this.free = new Semaphore(atOnce);
  }

  /**
   * Runs all steps to their ends, and returns what became of each, in their order. Interrupted, it
   * starts no more; who closes the jobs ends those that run.
   */
  List<StepResult> run(List<JobSpec> steps) throws InterruptedException {
    List<CompletableFuture<StepResult>> results = new ArrayList<>();
    for (JobSpec step : steps) {
      free.acquire();
      results.add(start(step));
    }
    // All have ended when all are free: unlike join, this can be interrupted.
    free.acquire(atOnce);
    free.release(atOnce);
    return results.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<StepResult> start(JobSpec step) {
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    return jobs.runAsync(step, OUTPUT_LIMIT_BYTES)
        .handle((result, failure) -> resultOf(step, result, failure))
        .whenComplete((result, failure) -> ended())
        .toCompletableFuture();
  }

  private void ended() {
    running.decrementAndGet();
    free.release();
  }

  private static StepResult resultOf(JobSpec step, RunResult result, Throwable failure) {
    return failure == null
        ? new StepResult(step, result.isSuccess(), result.exit() + "\n" + result.output().text())
        : new StepResult(step, false, failure.getMessage());
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }
}
