package io.processmanager.benchmark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@link ProcessBuilder} as it is meant to be used: stdout and stderr in one pipe, a virtual thread
 * for each process in flight that reads it to the end and waits.
 */
final class ProcessBuilderLoop implements SpawnLoop {

  private static final File DEV_NULL = new File("/dev/null");

  private final Lanes lanes = new Lanes();

  @Override
  public void run(int count, int inFlight) throws Exception {
    lanes.run(count, inFlight, ProcessBuilderLoop::runOne);
  }

  private static void runOne() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(PROGRAM).redirectErrorStream(true).redirectInput(DEV_NULL).start();
    try (InputStream output = process.getInputStream()) {
      output.readAllBytes();
    }
    SpawnLoop.requireSuccess(process.waitFor());
  }

  @Override
  public void close() {
    lanes.close();
  }
}
