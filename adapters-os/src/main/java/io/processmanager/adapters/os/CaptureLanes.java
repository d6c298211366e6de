package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The threads that take output from the pipes of jobs, so that one job's flood, or a disk that
 * keeps its writer waiting, holds up neither the first byte of another job nor the end of any.
 *
 * <ul>
 *   <li>Calm outputs are taken by the thread that also sees the ends of jobs, which wakes nobody
 *       else for the output of a short job; where the storage may block, by one of their own.
 *   <li>Floods are taken by another one, which is started when there is the first.
 * </ul>
 *
 * <p><b>Threading.</b> Any thread.
 */
final class CaptureLanes {

  private static final System.Logger LOG = System.getLogger(CaptureLanes.class.getName());
  private static final int FLOOD_BUFFER_BYTES = 256 * 1024;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final Reactor engine;
  private final Reactor calm;
  private @Nullable Reactor floods;
  private long triedAt = System.nanoTime() - BETWEEN_TRIES.toNanos();
  private boolean stopped;

  private CaptureLanes(Reactor engine, Reactor calm) {
    this.engine = engine;
    this.calm = calm;
  }

  /** Calm outputs on the engine's own thread, for a storage that never blocks. */
  static CaptureLanes within(Reactor engine) {
    return new CaptureLanes(engine, engine);
  }

  /** Calm outputs on a thread of their own. */
  static CaptureLanes beside(Reactor engine) throws ErrnoException {
    return new CaptureLanes(
        engine, engine.startBeside("process-manager-capture", Reactor.BUFFER_BYTES));
  }

  /** Serves an output until it is found to be a flood. */
  Reactor calm() {
    return calm;
  }

  /** Serves floods; empty where no further thread can be had. */
  synchronized Optional<Reactor> floods() {
    if (floods == null && !stopped && System.nanoTime() - triedAt >= BETWEEN_TRIES.toNanos()) {
      triedAt = System.nanoTime();
      try {
        floods = engine.startBeside("process-manager-flood", FLOOD_BUFFER_BYTES);
      } catch (ErrnoException | OutOfMemoryError failure) {
        LOG.log(
            System.Logger.Level.DEBUG,
            "floods are served with calm outputs, without a lane",
            failure);
      }
    }
    return Optional.ofNullable(floods);
  }

  /**
   * Ends the outputs that are still open, and the threads but the engine's, which is stopped
   * before. A thread that a device keeps waiting is left to it.
   */
  void stop() {
    if (calm != engine) {
      stop(calm);
    }
    Optional<Reactor> last;
    synchronized (this) {
      stopped = true;
      last = Optional.ofNullable(floods);
    }
    last.ifPresent(CaptureLanes::stop);
  }

  private static void stop(Reactor lane) {
    if (!lane.stop(STOP_PATIENCE)) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the storage of outputs does not return; its thread and descriptors are left to it");
    }
  }
}
