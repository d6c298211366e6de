package io.processmanager.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@link ProcessBuilder} as it is meant to be used: stdout and stderr in one pipe, a virtual thread
 * for each process in flight that reads it to the end and waits.
 */
final class ProcessBuilderLoop implements SpawnLoop {

  private static final File DEV_NULL = new File("/dev/null");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Override
  public void run(int count, int inFlight) throws Exception {
    if (inFlight == 1) {
      runInTurn(count);
      return;
    }
    List<Future<?>> lanes = new ArrayList<>();
    for (int lane = 0; lane < inFlight; lane++) {
      int share = count / inFlight + (lane < count % inFlight ? 1 : 0);
      lanes.add(threads.submit(() -> runInTurn(share)));
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
  }

  private static void runInTurn(int count) {
    for (int i = 0; i < count; i++) {
      runOne();
    }
  }

  private static void runOne() {
    try {
      Process process =
          new ProcessBuilder(PROGRAM).redirectErrorStream(true).redirectInput(DEV_NULL).start();
      try (InputStream output = process.getInputStream()) {
        output.readAllBytes();
      }
      SpawnLoop.requireSuccess(process.waitFor());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
