package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.Registration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where one reader stands in a job's output, and what comes next for it.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class OutputCursor {

  private static final int LARGEST_CHUNK_BYTES = 64 * 1024;

  private final OutputStorage storage;
  private final ManagedJob job;
  private final boolean follow;
  private final long endOfSnapshot;
  private long offset;
  private long bytesLeft;
  private boolean awaitsExit;

  private OutputCursor(
      OutputStorage storage, ManagedJob job, OutputQuery query, long offset, long endOfSnapshot) {
    this.storage = storage;
    this.job = job;
    this.follow = query.follow();
    this.bytesLeft = query.limitBytes();
    this.offset = offset;
    this.endOfSnapshot = endOfSnapshot;
  }

  /**
   * Stands at the start of a query.
   *
   * @throws JobsException.InvalidRequest the query's offset lies past the end
   */
  static OutputCursor open(OutputStorage storage, ManagedJob job, OutputQuery query) {
    OutputLog log = logOf(storage, job);
    long start = start(storage, job, query.start(), log);
    return new OutputCursor(storage, job, query, start, log.endOffset());
  }

  private static long start(
      OutputStorage storage, ManagedJob job, OutputQuery.Start start, OutputLog log) {
    if (start instanceof OutputQuery.Start.TailBytes tail) {
      return Math.max(log.firstOffset(), log.endOffset() - tail.bytes());
    }
    if (start instanceof OutputQuery.Start.TailLines tail) {
      return new TailLines(storage, job.id(), log).startOfLast(tail.lines());
    }
    long offset = ((OutputQuery.Start.AtOffset) start).offset();
    if (offset > log.endOffset()) {
      throw new JobsException.InvalidRequest(
          "offset",
          "offset " + offset + " is past the end of the output, which is at " + log.endOffset());
    }
    return offset;
  }

  private static OutputLog logOf(OutputStorage storage, ManagedJob job) {
    try {
      return storage.log(job.id());
    } catch (IllegalArgumentException forgotten) {
      throw new JobsException.NotFound(job.id());
    }
  }

  /** Whether the query wants nothing more, although the output may go on. */
  boolean isAtLimit() {
    return bytesLeft == 0 || (!follow && offset >= endOfSnapshot && !isAtEnd());
  }

  private boolean isAtEnd() {
    OutputLog log = logOf(storage, job);
    return log.hasEnded()
        && offset == log.endOffset()
        && job.snapshot().state() instanceof JobState.Ended;
  }

  /**
   * The next item, and a step behind it.
   *
   * @return null if there is none yet
   */
  @Nullable OutputItem next() {
    OutputRead read = read();
    if (read instanceof OutputRead.Item found) {
      offset = found.item().nextOffset();
      if (found.item() instanceof OutputItem.Chunk chunk) {
        bytesLeft -= chunk.nextOffset() - chunk.offset();
      }
      return found.item();
    }
    if (read instanceof OutputRead.Finished finished) {
      if (job.snapshot().state() instanceof JobState.Ended ended) {
        return new OutputItem.End(finished.log().endOffset(), finished.log().completion(), ended);
      }
      awaitsExit = true;
    }
    return null;
  }

  private OutputRead read() {
    long wanted = Math.min(LARGEST_CHUNK_BYTES, bytesLeft);
    if (!follow && offset < endOfSnapshot) {
      wanted = Math.min(wanted, endOfSnapshot - offset);
    }
    try {
      return storage.read(job.id(), offset, (int) wanted);
    } catch (IllegalArgumentException forgotten) {
      throw new JobsException.NotFound(job.id());
    }
  }

  /** Calls back when {@link #next} may have something. */
  Registration onMore(Runnable wake) {
    if (awaitsExit) {
      CompletableFuture<JobState.Ended> exit = job.onExit();
      var unused = exit.thenRun(wake);
      return () -> exit.cancel(true);
    }
    try {
      return storage.onGrowth(job.id(), offset, wake);
    } catch (IllegalArgumentException forgotten) {
      throw new JobsException.NotFound(job.id());
    }
  }
}
