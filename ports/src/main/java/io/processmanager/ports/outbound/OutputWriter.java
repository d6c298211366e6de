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
   * <p><b>Errors.</b> Where it throws all the same, as for want of memory, what it has taken from
   * the buffer is in the output, or is counted as lost, and what remains is not.
   *
   * @param bytes what the job wrote
   * @param capturedAt when they were taken from the job. One that is earlier than the one before,
   *     as when the clock was set back, counts as that one
   */
  void append(ByteBuffer bytes, Instant capturedAt);

  /**
   * Counts bytes that came and never got here as {@linkplain
   * io.processmanager.domain.log.OutputLog#lostBytes() lost}: those that remained when {@link
   * #append} threw. Readers are told of them as of others that are lost.
   *
   * @param lengthBytes how many; not negative
   * @param at when the last of them came
   * @throws UnsupportedOperationException the storage cannot count them. Default: always. Then
   *     nothing more is appended, so that no hole lies between bytes that are kept, and the output
   *     ends as {@linkplain OutputCompletion#CUT_OFF cut off}
   */
  default void lose(long lengthBytes, Instant at) {
    throw new UnsupportedOperationException("this storage does not count what is lost elsewhere");
  }

  /**
   * Ends the output. Nothing may be appended after that.
   *
   * @param how whether all of it came; not {@link OutputCompletion#OPEN}
   */
  void end(OutputCompletion how);
}
