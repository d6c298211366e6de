package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputStorage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the bytes before one reader were captured.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class CaptureTimes {

  private final OutputStorage storage;
  private final JobId job;

  /** What was told last. */
  private @Nullable Instant told;

  private long knownFrom;
  private long knownUntil;

  CaptureTimes(OutputStorage storage, JobId job) {
    this.storage = storage;
    this.job = job;
  }

  /**
   * What there is to tell before the byte at {@code offset} is read.
   *
   * @return null if the time is the one that was told last, or is not known: because the byte is
   *     not kept or not there yet
   */
  @Nullable OutputItem changeAt(long offset) {
    if (cover(offset)) {
      return null;
    }
    Optional<CaptureSpan> span = storage.captureSpan(job, offset);
    if (span.isEmpty()) {
      return null;
    }
    knownFrom = span.get().from();
    knownUntil = span.get().until();
    Instant at = span.get().at();
    if (at.equals(told)) {
      return null;
    }
    told = at;
    return new OutputItem.CaptureTime(offset, at);
  }

  /** Whether the time of the byte at {@code offset} has been told. */
  boolean cover(long offset) {
    return offset >= knownFrom && offset < knownUntil;
  }

  /** How many of {@code bytes} from {@code offset} may be read as captured at one time. */
  long upToChange(long offset, long bytes) {
    return cover(offset) ? Math.min(bytes, knownUntil - offset) : bytes;
  }
}
