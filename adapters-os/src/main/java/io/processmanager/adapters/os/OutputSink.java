package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A job's output as the reactor writes it. A storage that fails costs the job its output, and
 * nothing else: the job runs on, all later bytes are discarded, so that no hole lies between bytes
 * that are kept, and the output is flagged as cut off.
 */
final class OutputSink {

  private static final System.Logger LOG = System.getLogger(OutputSink.class.getName());

  private final JobId job;
  private final OutputWriter writer;
  private boolean failed;
  private long seenBytes;

  OutputSink(JobId job, OutputWriter writer) {
    this.job = job;
    this.writer = writer;
  }

  /** How many bytes came, kept or not. */
  long seenBytes() {
    return seenBytes;
  }

  void append(ByteBuffer bytes, Instant capturedAt) {
    seenBytes += bytes.remaining();
    if (!failed) {
      guarded(() -> writer.append(bytes, capturedAt));
    }
  }

  void end(OutputCompletion how) {
    OutputCompletion told = failed ? OutputCompletion.CUT_OFF : how;
    guarded(() -> writer.end(told));
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error failure) {
      if (!failed) {
        failed = true;
        LOG.log(
            System.Logger.Level.ERROR,
            () -> "the storage failed; job " + job + " runs on, its further output is lost",
            failure);
      }
    }
  }
}
