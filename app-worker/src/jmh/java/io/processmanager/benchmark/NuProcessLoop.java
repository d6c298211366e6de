package io.processmanager.benchmark;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** NuProcess: one thread starts, its own threads read both outputs and tell of the exit. */
final class NuProcessLoop implements SpawnLoop {

  @Override
  public void run(int count, int inFlight) throws InterruptedException {
    Semaphore free = new Semaphore(inFlight);
    AtomicInteger failures = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      free.acquire();
      NuProcess process = new NuProcessBuilder(new Handler(free, failures), PROGRAM).start();
      if (process == null) {
        throw new IllegalStateException(PROGRAM + " was not started");
      }
    }
    free.acquire(inFlight);
    SpawnLoop.requireSuccess(failures.get());
  }

  @Override
  public void close() {}

  /** Told of the exit once both outputs have been read to their ends. */
  private static final class Handler extends NuAbstractProcessHandler {

    private final Semaphore free;
    private final AtomicInteger failures;

    Handler(Semaphore free, AtomicInteger failures) {
      this.free = free;
      this.failures = failures;
    }

    @Override
    public void onExit(int status) {
      if (status != 0) {
        failures.incrementAndGet();
      }
      free.release();
    }
  }
}
