package io.processmanager.ports.outbound;

import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * All that the use cases need from the world, opened together and closed together.
 *
 * <p><b>Threading.</b> Any thread.
 */
public interface OutboundPorts extends AutoCloseable {

  /** Launches processes, with their output into {@link #storage()}. */
  ProcessLauncher processes();

  /** Keeps their output. */
  OutputStorage storage();

  /** Tells the time of day. */
  InstantSource time();

  /** Calls back after a time. */
  Scheduler scheduler();

  /** Names new jobs. */
  JobIds ids();

  /** Is told who did what. */
  Audit audit();

  /** Runs what readers of output are given, so that a slow one holds up nobody's job. */
  Executor readers();

  /**
   * Runs what callers hang onto the end of a job. Most of it is quick, and may be run where the end
   * was seen; what blocks there must hold up neither other jobs nor other callers for more than a
   * moment. Default: {@link #readers()}.
   */
  default Executor dependents() {
    return readers();
  }

  /** Kills what still runs, and gives back threads, descriptors and memory. */
  @Override
  void close();
}
