package io.processmanager.adapters.os;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Removes files on a thread of its own: outputs are deleted by threads that serve all jobs, and to
 * remove a file may take as long as the disk does.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class SpoolRemovals implements Executor {

  private static final System.Logger LOG = System.getLogger(SpoolRemovals.class.getName());
  private static final long IDLE_SECONDS = 1;
  private static final long CLOSE_PATIENCE_SECONDS = 5;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          DaemonThreads.named("process-manager-removal"));

  SpoolRemovals() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** After the close on the calling thread: nobody is served any more then. */
  @Override
  public void execute(Runnable removal) {
    try {
      thread.execute(removal);
    } catch (RejectedExecutionException closed) {
      removal.run();
    }
  }

  /** Does the last ones, and {@code last} behind them; waits a few seconds for it at most. */
  void close(Runnable last) {
    execute(last);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(
            System.Logger.Level.ERROR,
            "the disk does not let files of the spool be removed; what is left is cleared away by"
                + " whoever opens it next");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
