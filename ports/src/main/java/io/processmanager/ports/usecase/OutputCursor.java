package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one reader stands in a job's output, and what comes next for it.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class OutputCursor implements PulledSubscription.Source<OutputItem> {

  /**
   * How long a reader that is told of a loss at the output's end looks for no more. A full disk
   * loses what a job prints piece by piece, and each would be an item of its own.
   */
  static final Duration PAUSE_AFTER_LOSS = Duration.ofMillis(500);

  private final OutputStorage storage;
  private final Scheduler scheduler;
  private final ManagedJob job;
  private final boolean follow;
  private final long endOfSnapshot;
  private final @Nullable CaptureTimes times;
  private final IntSupplier largestChunk;
  private long offset;
  private long bytesLeft;
  private boolean awaitsExit;
  private boolean isBehindEnd;
  private @Nullable Duration pausesUntil;

  private OutputCursor(
      OutboundPorts ports,
      ManagedJob job,
      OutputQuery query,
      long offset,
      long endOfSnapshot,
      IntSupplier largestChunk) {
    this.storage = ports.storage();
    this.scheduler = ports.scheduler();
    this.job = job;
    this.follow = query.follow();
    this.bytesLeft = query.limitBytes();
    this.times = query.captureTimes() ? new CaptureTimes(storage, job.id()) : null;
    this.offset = offset;
    this.endOfSnapshot = endOfSnapshot;
    this.largestChunk = largestChunk;
  }

  /**
   * Stands at the start of a query.
   *
   * @param largestChunk how many bytes are read at once, at that time
   * @throws JobsException.InvalidRequest the query's offset lies past the end
   */
  static OutputCursor open(
      OutboundPorts ports, ManagedJob job, OutputQuery query, IntSupplier largestChunk) {
    OutputStorage storage = ports.storage();
    long start = OutputStart.locate(storage, job.id(), query.start());
    long end = StorageAnswer.of(storage, job.id(), () -> storage.log(job.id())).endOffset();
    return new OutputCursor(ports, job, query, start, end, largestChunk);
  }

  private <T> T answer(Supplier<T> question) {
    return StorageAnswer.of(storage, job.id(), question);
  }

  /** Also where the query wants nothing more, although the output may go on. */
  @Override
  public boolean isOver() {
    return isBehindEnd || bytesLeft == 0 || (!follow && offset >= endOfSnapshot && !isAtEnd());
  }

  private boolean isAtEnd() {
    OutputLog log = answer(() -> storage.log(job.id()));
    return log.hasEnded()
        && offset == log.endOffset()
        && job.snapshot().state() instanceof JobState.Ended;
  }

  @Override
  public @Nullable OutputItem next() {
    if (isPausing()) {
      return null;
    }
    OutputItem time = answer(this::captureTime);
    return time != null ? time : answer(this::nextOfOutput);
  }

  private @Nullable OutputItem captureTime() {
    return times == null ? null : times.changeAt(offset);
  }

  private @Nullable OutputItem nextOfOutput() {
    OutputRead read = storage.read(job.id(), offset, wanted());
    if (read instanceof OutputRead.Item found) {
      if (found.item() instanceof OutputItem.Chunk chunk) {
        if (times != null && !times.cover(offset)) {
          // The chunk has come since the times were asked for: it waits for its own.
          return next();
        }
        bytesLeft -= chunk.nextOffset() - chunk.offset();
      }
      offset = found.item().nextOffset();
      if (follow && isLossAtTheEnd(found.item())) {
        pausesUntil = scheduler.elapsed().plus(PAUSE_AFTER_LOSS);
      }
      return found.item();
    }
    if (read instanceof OutputRead.Finished finished) {
      if (job.snapshot().state() instanceof JobState.Ended ended) {
        isBehindEnd = true;
        return new OutputItem.End(finished.log().endOffset(), finished.log().completion(), ended);
      }
      awaitsExit = true;
    }
    return null;
  }

  private boolean isLossAtTheEnd(OutputItem item) {
    if (item instanceof OutputItem.Gap gap && gap.cause() == GapCause.LOST) {
      OutputLog log = storage.log(job.id());
      return !log.hasEnded() && gap.to() >= log.endOffset();
    }
    return false;
  }

  private boolean isPausing() {
    if (pausesUntil != null && scheduler.elapsed().compareTo(pausesUntil) >= 0) {
      pausesUntil = null;
    }
    return pausesUntil != null;
  }

  private int wanted() {
    long wanted = Math.min(largestChunk.getAsInt(), bytesLeft);
    if (!follow && offset < endOfSnapshot) {
      wanted = Math.min(wanted, endOfSnapshot - offset);
    }
    return (int) (times == null ? wanted : times.upToChange(offset, wanted));
  }

  @Override
  public Registration onMore(Runnable wake) {
    Duration until = pausesUntil;
    if (until != null) {
      return scheduler.after(until.minus(scheduler.elapsed()), wake);
    }
    if (awaitsExit) {
      CompletableFuture<JobState.Ended> exit = job.onExit();
      var unused = exit.thenRun(wake);
      return () -> exit.cancel(true);
    }
    return answer(() -> storage.onGrowth(job.id(), offset, wake));
  }
}
