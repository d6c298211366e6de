package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One job's output in memory.
 *
 * <p><b>Invariant.</b> A segment is in the map before the log tells of its bytes, and the log has
 * dropped them before it leaves the map. So a reader that looks at the log first and at the map
 * next either finds its segment or finds the log moved on. Readers take no lock.
 *
 * <p><b>Threading.</b> One writer; any thread drops the oldest segment or deletes. They change the
 * output under its monitor, and call nobody under it.
 */
final class MemoryOutput implements OutputWriter {

  private static final int FIRST_SEGMENT_BYTES = 4 * 1024;
  private static final int SHARE_DROPPED_AT_ONCE = 8;

  private final JobId job;
  private final long capBytes;
  private final int largestSegmentBytes;
  private final MemoryBudget budget;
  private final GrowthWaiters waiters = new GrowthWaiters();
  private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

  private volatile OutputLog log = OutputLog.empty();
  private volatile boolean deleted;
  private volatile long heldBytes;

  // Guarded by this: where the next byte goes; null if it needs a new segment.
  private @Nullable Segment last;

  // The writer's thread.
  private int nextSegmentBytes;

  MemoryOutput(JobId job, long capBytes, int largestSegmentBytes, MemoryBudget budget) {
    this.job = job;
    this.capBytes = capBytes;
    this.largestSegmentBytes = largestSegmentBytes;
    this.budget = budget;
    this.nextSegmentBytes = Math.min(FIRST_SEGMENT_BYTES, largestSegmentBytes);
  }

  OutputLog log() {
    requireThere();
    return log;
  }

  /** How much memory it takes. */
  long heldBytes() {
    return heldBytes;
  }

  @Override
  public void append(ByteBuffer bytes) {
    boolean grown = bytes.hasRemaining();
    appendToLast(bytes);
    while (bytes.hasRemaining()) {
      int size = nextSegmentBytes;
      budget.reserve(size);
      appendToNew(new byte[size], bytes);
      nextSegmentBytes = Math.min(2 * size, largestSegmentBytes);
    }
    if (grown) {
      waiters.grownTo(log.endOffset());
    }
  }

  private synchronized void appendToLast(ByteBuffer bytes) {
    if (deleted) {
      discard(bytes);
      return;
    }
    log = log.append(0);
    if (last != null) {
      put(last, bytes);
    }
  }

  /** In one step: an empty segment could be dropped before it has had a byte. */
  private synchronized void appendToNew(byte[] room, ByteBuffer bytes) {
    if (deleted) {
      budget.release(room.length);
      discard(bytes);
      return;
    }
    heldBytes += room.length;
    last = new Segment(log.endOffset(), room);
    segments.put(last.start(), last);
    put(last, bytes);
  }

  private synchronized void put(Segment segment, ByteBuffer bytes) {
    log = log.append(segment.put(log.endOffset(), bytes));
    while (log.keptBytes() > capBytes) {
      makeRoom();
    }
  }

  /**
   * Drops an eighth of what it holds, and one segment at least: more than it must. A reader that a
   * flood has overtaken goes on at the oldest byte kept; if that were the next to go, it would be
   * given a gap for every segment it reads.
   *
   * @return whether there was anything
   */
  synchronized boolean makeRoom() {
    long goal = heldBytes - heldBytes / SHARE_DROPPED_AT_ONCE;
    boolean dropped = dropOldest();
    while (heldBytes > goal && dropOldest()) {}
    return dropped;
  }

  private static void discard(ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }

  /** Gives the oldest segment back. Returns whether there was one. */
  private synchronized boolean dropOldest() {
    Map.Entry<Long, Segment> oldest = segments.firstEntry();
    if (oldest == null) {
      return false;
    }
    Segment segment = oldest.getValue();
    log = log.dropBefore(Math.min(segment.limit(), log.endOffset()));
    segments.remove(oldest.getKey());
    if (segment == last) {
      last = null;
    }
    giveBack(segment.capacity());
    return true;
  }

  private synchronized void giveBack(long bytes) {
    heldBytes -= bytes;
    budget.release(bytes);
  }

  @Override
  public void end(OutputCompletion how) {
    synchronized (this) {
      if (!deleted) {
        log = log.end(how);
        trim();
      }
    }
    waiters.ended();
  }

  /** What is short stays in memory long after its job: it takes no more than it needs. */
  private synchronized void trim() {
    if (last != null && last.limit() > log.endOffset()) {
      Segment trimmed = last.trimmed(log.endOffset());
      segments.put(trimmed.start(), trimmed);
      giveBack(last.capacity() - trimmed.capacity());
      last = trimmed;
    }
  }

  OutputRead read(long offset, int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes " + maxBytes + " is not positive");
    }
    while (true) {
      requireThere();
      OutputLog now = log;
      OutputRead read =
          switch (now.locate(offset)) {
            case OutputLog.Position.Kept kept -> chunk(kept, maxBytes);
            case OutputLog.Position.Dropped dropped ->
                new OutputRead.Item(new OutputItem.Gap(dropped.from(), dropped.to()));
            case OutputLog.Position.CaughtUp _ -> new OutputRead.CaughtUp();
            case OutputLog.Position.Finished _ -> new OutputRead.Finished(now);
          };
      if (read != null) {
        return read;
      }
    }
  }

  /** Null if the bytes were dropped since the log was looked at: then it tells of it now. */
  private @Nullable OutputRead chunk(OutputLog.Position.Kept kept, int maxBytes) {
    Map.Entry<Long, Segment> entry = segments.floorEntry(kept.from());
    if (entry == null || entry.getValue().limit() <= kept.from()) {
      return null;
    }
    Segment segment = entry.getValue();
    long to = Math.min(Math.min(kept.to(), segment.limit()), kept.from() + maxBytes);
    return new OutputRead.Item(new OutputItem.Chunk(kept.from(), segment.view(kept.from(), to)));
  }

  Registration onGrowth(long offset, Runnable wakeUp) {
    Objects.requireNonNull(wakeUp, "wakeUp");
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is negative");
    }
    requireThere();
    GrowthWaiters.Waiter waiter = waiters.add(offset, wakeUp);
    // Only now: what grew before this look was seen here, what grows later sees the waiter.
    OutputLog now = log;
    if (deleted || now.hasEnded() || now.endOffset() > offset) {
      waiter.call();
    }
    return waiter;
  }

  /** Gives all memory back. Who waits is woken, to find the output gone. */
  void delete() {
    synchronized (this) {
      deleted = true;
      segments.clear();
      last = null;
      giveBack(heldBytes);
    }
    waiters.ended();
  }

  private void requireThere() {
    if (deleted) {
      throw MemoryOutputStorage.unknown(job);
    }
  }
}
