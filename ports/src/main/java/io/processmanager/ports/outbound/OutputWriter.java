package io.processmanager.ports.outbound;

import io.processmanager.domain.log.OutputCompletion;
import java.nio.ByteBuffer;

/**
 * The writing end of one job's output.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
public interface OutputWriter {

  /**
   * Appends what remains in {@code bytes} and consumes it. The buffer is the caller's again when
   * this returns. Bytes for an output that has been deleted go nowhere.
   */
  void append(ByteBuffer bytes);

  /** Ends the output. Nothing may be appended after that. */
  void end(OutputCompletion how);
}
