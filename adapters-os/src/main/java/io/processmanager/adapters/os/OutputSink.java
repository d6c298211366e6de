package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A job's output as the reactor writes it. A storage that fails costs the job its output, and
 * nothing else: the job runs on, and what the storage did not take is counted as lost as soon as
 * the storage lets it be. Until then later bytes are discarded, too, so that no hole lies between
 * bytes that are kept.
 */
final class OutputSink {

  private static final System.Logger LOG = System.getLogger(OutputSink.class.getName());

  private final JobId job;
  private final OutputWriter writer;
  private boolean told;
  private long seenBytes;
  private long uncountedBytes;
  private Instant lastAt = Instant.EPOCH;

  OutputSink(JobId job, OutputWriter writer) {
    this.job = job;
    this.writer = writer;
  }

  /** How many bytes came, kept or not. */
  long seenBytes() {
    return seenBytes;
  }

  void append(ByteBuffer bytes, Instant capturedAt) {
    int length = bytes.remaining();
    seenBytes += length;
    lastAt = capturedAt;
    if (!countLost()) {
      uncountedBytes += length;
    } else if (!guarded(() -> writer.append(bytes, capturedAt))) {
      uncountedBytes = bytes.remaining();
    }
  }

  /** Returns whether all is counted. */
  private boolean countLost() {
    if (uncountedBytes > 0 && guarded(() -> writer.lose(uncountedBytes, lastAt))) {
      uncountedBytes = 0;
    }
    return uncountedBytes == 0;
  }

  void end(OutputCompletion how) {
    OutputCompletion known = countLost() ? how : OutputCompletion.CUT_OFF;
    boolean _ = guarded(() -> writer.end(known));
  }

  /** Returns whether it went well. */
  private boolean guarded(Runnable call) {
    try {
      call.run();
      return true;
    } catch (RuntimeException | Error failure) {
      if (!told) {
        told = true;
        LOG.log(
            System.Logger.Level.ERROR,
            () -> "the storage failed; job " + job + " runs on, and loses output",
            failure);
      }
      return false;
    }
  }
}
