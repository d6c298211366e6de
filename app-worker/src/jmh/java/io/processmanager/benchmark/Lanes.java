package io.processmanager.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many virtual threads as are in flight, each of which runs its part one after the other. */
final class Lanes implements AutoCloseable {

  /** One run. */
  interface Run {
    void once() throws Exception;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Runs so often. What one of them throws is thrown, as a cause, when the lanes before it have
   * ended.
   */
  void run(int count, int inFlight, Run run) throws Exception {
    if (inFlight == 1) {
      runInTurn(count, run);
      return;
    }
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < inFlight; lane++) {
      int share = count / inFlight + (lane < count % inFlight ? 1 : 0);
      lanes.add(
          threads.submit(
              () -> {
                runInTurn(share, run);
                return null;
              }));
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
  }

  private static void runInTurn(int count, Run run) throws Exception {
    for (int i = 0; i < count; i++) {
      run.once();
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
