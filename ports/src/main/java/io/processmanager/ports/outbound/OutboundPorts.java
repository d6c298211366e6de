package io.processmanager.ports.outbound;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * All that the use cases need from the world, opened together and closed together.
 *
 * <p><b>Threading.</b> Any thread.
 */
public interface OutboundPorts extends AutoCloseable {

  /**
   * Launches processes, with their output into {@link #storage()}.
   *
   * @return what launches them
   */
  ProcessLauncher processes();

  /**
   * Keeps their output.
   *
   * @return what keeps it
   */
  OutputStorage storage();

  /**
   * Tells the time of day.
   *
   * @return the clock
   */
  InstantSource time();

  /**
   * Calls back after a time.
   *
   * @return what calls back
   */
  Scheduler scheduler();

  /**
   * Names new jobs.
   *
   * @return what names them
   */
  JobIds ids();

  /**
   * Is told who did what.
   *
   * @return who is told
   */
  Audit audit();

  /**
   * Runs what readers of output are given, so that a slow one holds up nobody's job.
   *
   * @return an executor that never refuses a task while the ports are open
   */
  Executor readers();

  /**
   * Runs what tells watches and the audit of what becomes of jobs. Those who read output may all
   * wait for the disk that it lies on; who observes jobs must not. Default: {@link #readers()}.
   *
   * @return an executor that never refuses a task while the ports are open
   */
  default Executor observers() {
    return readers();
  }

  /**
   * Runs what callers hang onto the end of a job. Most of it is quick, and may be run where the end
   * was seen; what blocks there must hold up neither other jobs nor other callers for more than a
   * moment. Default: {@link #readers()}.
   *
   * @return an executor that never refuses a task while the ports are open
   */
  default Executor dependents() {
    return readers();
  }

  /** Kills what still runs, and gives back threads, descriptors and memory. */
  @Override
  void close();

  /**
   * As {@link #close()}, but what still runs is left alone and runs on; its output is read no
   * longer, and no stage tells of its end. What it takes to reap it when it ends, and to clear up
   * behind it, may stay until then.
   */
  void closeAndLeave();
}
