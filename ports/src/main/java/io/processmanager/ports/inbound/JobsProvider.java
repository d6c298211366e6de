package io.processmanager.ports.inbound;

import io.processmanager.domain.owner.Caller;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Jobs for callers that somebody else has identified: what a transport's server calls, and what an
 * embedding program opens.
 *
 * <p><b>Threading.</b> Any thread, many at once.
 */
public interface JobsProvider extends AutoCloseable {

  /**
   * {@return the view of one caller} Cheap: one may be had for each call.
   *
   * @param caller who asks, and in whose name jobs are started
   */
  Jobs forCaller(Caller caller);

  /**
   * Refuses new starts with {@link JobsException.Unavailable} from now on, stops every job, and
   * completes when all have ended. Everything else is answered on.
   *
   * @param grace how long the jobs may take before they are killed
   * @return a stage that completes when all have ended
   */
  CompletionStage<Void> drain(Duration grace);

  /**
   * Deals with what still runs as these jobs were opened to, by default by killing it, and gives
   * back threads, descriptors and memory.
   */
  @Override
  void close();
}
