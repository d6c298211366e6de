package io.processmanager.adapters.grpc.client;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;

/**
 * Is told when a reader of output or a watch loses its connection, and when it goes on. It is not
 * told of those that nothing has come of yet, nor of waits, stops and questions: they are tried
 * again in silence.
 *
 * <p><b>Threading.</b> Called on the client's threads, for each stream one call after the other; it
 * must be quick and must not throw.
 */
public interface ReconnectListener {

  /** {@return a listener that does not care} */
  static ReconnectListener none() {
    return new ReconnectListener() {
      @Override
      public void onConnectionLost(
          JobId job, long offset, JobsException cause, Duration untilNextTry) {}

      @Override
      public void onResumed(JobId job, long offset) {}
    };
  }

  /**
   * A connection was lost. Told once, however many tries it takes to make another one; if none is
   * to be had, the reader ends with an error.
   *
   * @param job whose output is read
   * @param offset where the reader stands
   * @param cause what is known of why
   * @param untilNextTry how long the first try waits
   */
  void onConnectionLost(JobId job, long offset, JobsException cause, Duration untilNextTry);

  /**
   * The reader reads on.
   *
   * @param job whose output is read
   * @param offset where it goes on, which is where it was cut off
   */
  void onResumed(JobId job, long offset);

  /**
   * A watch of jobs lost its connection. Told once, as {@link #onConnectionLost} is. Default: does
   * nothing.
   *
   * @param cause what is known of why
   * @param untilNextTry how long the first try waits
   */
  default void onWatchLost(JobsException cause, Duration untilNextTry) {}

  /** A watch of jobs goes on, behind the last event that it was told. Default: does nothing. */
  default void onWatchResumed() {}
}
