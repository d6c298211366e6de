package io.processmanager.ports.outbound;

import io.processmanager.domain.log.OutputCompletion;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The writing end of one job's output.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
public interface OutputWriter {

  /**
   * Appends what remains in {@code bytes} and consumes it, all of it: what cannot be kept is
   * counted as {@linkplain io.processmanager.domain.log.OutputLog#lostBytes() lost}, and the next
   * bytes are kept as soon as they can be. The buffer is the caller's again when this returns.
   * Bytes for an output that has been deleted go nowhere.
   *
   * @param bytes what the job wrote
   * @param capturedAt when they were taken from the job. One that is earlier than the one before,
   *     as when the clock was set back, counts as that one
   */
  void append(ByteBuffer bytes, Instant capturedAt);

  /**
   * Ends the output. Nothing may be appended after that.
   *
   * @param how whether all of it came; not {@link OutputCompletion#OPEN}
   */
  void end(OutputCompletion how);
}
