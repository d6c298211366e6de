package io.processmanager.benchmark;

import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.LinuxPorts;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** The SDK: one thread starts, exits are heard of without a thread. */
final class JobsLoop implements SpawnLoop {

  private final Jobs jobs;
  private final Runnable close;
  private final JobSpec spec = JobSpec.of(PROGRAM);

  private JobsLoop(Jobs jobs, Runnable close) {
    this.jobs = jobs;
    this.close = close;
  }

  /** Over jobs in this JVM, which are closed with the loop. */
  static JobsLoop embedded(LocalJobs local) {
    return new JobsLoop(local.forCaller(Caller.user("benchmark")), local::close);
  }

  /** As {@link #embedded}, as it is opened without further ado. */
  static JobsLoop embeddedByDefault() {
    return embedded(LocalJobs.open());
  }

  /** As {@link #embeddedByDefault}, but for cgroups. */
  static JobsLoop embeddedWithoutCgroups() {
    return embedded(LocalJobs.over(LinuxPorts.builder().cgroups(CgroupUse.NONE).open()));
  }

  /** Over jobs that somebody else closes. */
  static JobsLoop over(Jobs jobs) {
    return new JobsLoop(jobs, () -> {});
  }

  @Override
  public void run(int count, int inFlight) throws InterruptedException {
    if (inFlight == 1) {
      runInTurn(count);
    } else {
      runAtOnce(count, inFlight);
    }
  }

  private void runInTurn(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      runOne();
    }
  }

  /** Starts one and waits for it. Any thread. */
  void runOne() throws InterruptedException {
    Job job = jobs.start(spec);
    SpawnLoop.requireSuccess(jobs.awaitExit(job.id()).exit().shellStatus());
  }

  private void runAtOnce(int count, int inFlight) throws InterruptedException {
    Semaphore free = new Semaphore(inFlight);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < count; i++) {
      free.acquire();
      CompletableFuture<JobState.Ended> exit =
          jobs.onExit(jobs.start(spec).id()).toCompletableFuture();
      var _ =
          exit.thenAccept(ended -> SpawnLoop.requireSuccess(ended.exit().shellStatus()))
              .whenComplete(
                  (_, failed) -> {
                    if (failed != null) {
                      failure.set(failed);
                    }
                    free.release();
                  });
    }
    free.acquire(inFlight);
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a job failed", failed);
    }
  }

  @Override
  public void close() {
    close.run();
  }
}
