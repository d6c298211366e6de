package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.MemoryBlock;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One job's output in memory.
 *
 * <p><b>Invariant.</b> A segment is in the map before the log tells of its bytes, and the log has
 * dropped them before it leaves the map. So a reader that looks at the log first and at the map
 * next either finds its segment or finds the log moved on. Readers take no lock, but for a look at
 * the times of what has been dropped.
 *
 * <p>What there was no memory for is lost: no segment covers it.
 *
 * <p><b>Threading.</b> One writer; any thread drops the oldest segment or deletes. They change the
 * output under its monitor, and call nobody under it.
 */
final class MemoryOutput implements OutputWriter, OutputBudget.Holder {

  /** Segments of at least this size are blocks outside the heap. */
  static final int BLOCK_BYTES = 256 * 1024;

  private static final int FIRST_SEGMENT_BYTES = 4 * 1024;
  private static final int SHARE_DROPPED_AT_ONCE = 8;

  private final JobId job;
  private final Owner owner;
  private final long capBytes;
  private final int largestSegmentBytes;
  private final OutputBudget budget;
  private final BlockPool blocks;
  private final GrowthWaiters waiters = new GrowthWaiters();
  private final DroppedTimes droppedTimes = new DroppedTimes();
  private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

  private volatile OutputLog log = OutputLog.empty();
  private volatile boolean deleted;
  private volatile long heldBytes;
  private volatile long lastLostMillis = Long.MIN_VALUE;

  // Guarded by this: where the next byte goes; null if it needs a new segment.
  private @Nullable Segment last;
  // Guarded by this: how many bytes the segments have.
  private long presentBytes;
  // Guarded by this: how many of the bytes held are times.
  private long marksBytes;

  // The writer's thread.
  private int nextSegmentBytes;
  private long lastMillis = Long.MIN_VALUE;
  // Held, but not reserved yet.
  private long newMarksBytes;

  MemoryOutput(
      JobId job,
      Owner owner,
      long capBytes,
      int largestSegmentBytes,
      OutputBudget budget,
      BlockPool blocks) {
    this.job = job;
    this.owner = owner;
    this.capBytes = capBytes;
    this.largestSegmentBytes = largestSegmentBytes;
    this.budget = budget;
    this.blocks = blocks;
    this.nextSegmentBytes = Math.min(FIRST_SEGMENT_BYTES, largestSegmentBytes);
  }

  OutputLog log() {
    requireThere();
    return log;
  }

  @Override
  public Owner owner() {
    return owner;
  }

  @Override
  public long heldBytes() {
    return heldBytes;
  }

  @Override
  public boolean hasEnded() {
    return log.hasEnded();
  }

  @Override
  public void append(ByteBuffer bytes, Instant capturedAt) {
    boolean grown = bytes.hasRemaining();
    lastMillis = Math.max(lastMillis, Milliseconds.of(capturedAt));
    int from = bytes.position();
    long endBefore = log.endOffset();
    try {
      keep(bytes);
    } catch (OutOfMemoryError noMemory) {
      // Only the log knows how much of it is kept.
      bytes.position(from + (int) (log.endOffset() - endBefore));
      count(bytes.remaining());
      discard(bytes);
    }
    if (grown) {
      waiters.grownTo(log.endOffset());
    }
  }

  private void keep(ByteBuffer bytes) {
    appendToLast(bytes);
    while (bytes.hasRemaining()) {
      int size = nextSegmentBytes;
      appendToNew(newReservedSegment(size), bytes);
      nextSegmentBytes = Math.min(2 * size, largestSegmentBytes);
    }
    reserveMarks();
  }

  @Override
  public void lose(long lengthBytes, Instant at) {
    lastMillis = Math.max(lastMillis, Milliseconds.of(at));
    count(lengthBytes);
    waiters.grownTo(log.endOffset());
  }

  /** Counts bytes as lost; those that come next get a segment of their own. */
  private synchronized void count(long lostBytes) {
    if (deleted) {
      return;
    }
    OutputLog longer = log.lose(lostBytes);
    lastLostMillis = lastMillis;
    Segment current = last;
    last = null;
    if (current != null) {
      current.cut(log.endOffset());
      if (current.limit() == current.start()) {
        takeOut(current);
      }
    }
    log = longer;
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

  private Segment newReservedSegment(int size) {
    budget.reserve(size);
    boolean made = false;
    try {
      Segment segment = newSegment(size);
      made = true;
      return segment;
    } finally {
      // There may be no memory for it.
      if (!made) {
        budget.release(size);
      }
    }
  }

  /** One behind the present end, which nobody but this thread moves. */
  private Segment newSegment(int size) {
    long start = log.endOffset();
    TimeIndex times = new TimeIndex(new HeapTimes());
    if (size == BLOCK_BYTES) {
      Optional<MemoryBlock> block = blocks.take();
      if (block.isPresent()) {
        return new BlockSegment(start, times, block.get(), blocks);
      }
    }
    return new HeapSegment(start, times, new byte[size]);
  }

  /** In one step: an empty segment could be dropped before it has had a byte. */
  private synchronized void appendToNew(Segment segment, ByteBuffer bytes) {
    if (deleted) {
      budget.release(segment.capacity());
      segment.drop();
      discard(bytes);
      return;
    }
    addLast(segment);
    put(segment, bytes);
  }

  private synchronized void addLast(Segment segment) {
    boolean added = false;
    try {
      if (last != null) {
        seal(last);
      }
      segments.put(segment.start(), segment);
      added = true;
    } finally {
      // There may be no memory to note it with.
      if (!added) {
        segment.drop();
        budget.release(segment.capacity());
      }
    }
    heldBytes += segment.capacity();
    last = segment;
  }

  private synchronized void put(Segment segment, ByteBuffer bytes) {
    long marksBefore = segment.times().blockBytes();
    int length = segment.put(log.endOffset(), bytes, lastMillis);
    log = log.append(length);
    presentBytes += length;
    holdMarks(segment.times().blockBytes() - marksBefore);
    boolean isFull = true;
    while (isFull && presentBytes + marksBytes > capBytes) {
      isFull = makeRoom();
    }
  }

  /** No more times are noted in it. */
  private synchronized void seal(Segment segment) {
    long marksBefore = segment.times().blockBytes();
    segment.times().seal();
    holdMarks(segment.times().blockBytes() - marksBefore);
  }

  /** Counts marks that have filled a block; room for them is made by {@link #reserveMarks}. */
  private synchronized void holdMarks(long bytes) {
    heldBytes += bytes;
    marksBytes += bytes;
    newMarksBytes += bytes;
  }

  /** The monitor is not held, as others are asked to make room. */
  private void reserveMarks() {
    long bytes = newMarksBytes;
    newMarksBytes = 0;
    if (bytes > 0) {
      budget.reserve(bytes);
    }
  }

  /**
   * Drops an eighth of what it holds, and one segment at least: more than it must. A reader that a
   * flood has overtaken goes on at the oldest byte kept; if that were the next to go, it would be
   * given a gap for every segment it reads.
   *
   * @return whether there was anything
   */
  @Override
  public synchronized boolean makeRoom() {
    long goal = heldBytes - heldBytes / SHARE_DROPPED_AT_ONCE;
    boolean dropped = dropOldest();
    while (heldBytes > goal && dropOldest()) {}
    return dropped;
  }

  private static void discard(ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }

  /** Gives the oldest segment back. Returns whether there was one. */
  @Override
  public synchronized boolean dropOldest() {
    Map.Entry<Long, Segment> oldest = segments.firstEntry();
    if (oldest == null) {
      return false;
    }
    Segment segment = oldest.getValue();
    long end = Math.min(segment.limit(), log.endOffset());
    OutputLog shorter = log.dropBefore(end);
    TimeIndex times = segment.times();
    droppedTimes.note(segment.start(), times.firstMillis(), times.lastMillis());
    // Only now: there may have been no memory for that.
    log = shorter;
    presentBytes -= end - segment.start();
    takeOut(segment);
    return true;
  }

  /** Takes one out that the log tells nothing of. What it held is given back in any case. */
  private synchronized void takeOut(Segment segment) {
    if (segment == last) {
      last = null;
    }
    marksBytes -= segment.times().blockBytes();
    giveBack(segment.heldBytes());
    try {
      segments.remove(segment.start());
    } finally {
      // There may be no memory to take it out with; then it is gone from there all the same.
      segment.drop();
    }
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
      }
    }
    try {
      trim();
      reserveMarks();
    } finally {
      // Whether or not there was memory to trim it with.
      waiters.ended();
    }
  }

  /** What is short stays in memory long after its job: it takes no more than it needs. */
  private synchronized void trim() {
    if (last != null) {
      seal(last);
    }
    if (last != null && last.limit() > log.endOffset()) {
      Segment trimmed = last.trimmed(log.endOffset());
      if (trimmed != null) {
        segments.put(trimmed.start(), trimmed);
        giveBack(last.capacity() - trimmed.capacity());
        last.drop();
        last = trimmed;
      }
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
                new OutputRead.Item(
                    new OutputItem.Gap(dropped.from(), dropped.to(), GapCause.DROPPED));
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
      return loss(kept);
    }
    Segment segment = entry.getValue();
    long to = Math.min(Math.min(kept.to(), segment.limit()), kept.from() + maxBytes);
    ByteBuffer bytes = segment.read(kept.from(), to);
    return bytes == null ? null : new OutputRead.Item(new OutputItem.Chunk(kept.from(), bytes));
  }

  /** What no segment covers, unless one was dropped that did, or all of them were deleted. */
  private @Nullable OutputRead loss(OutputLog.Position.Kept kept) {
    Long next = segments.higherKey(kept.from());
    if (deleted || log.firstOffset() > kept.from()) {
      return null;
    }
    long to = next == null ? kept.to() : Math.min(next, kept.to());
    return new OutputRead.Item(new OutputItem.Gap(kept.from(), to, GapCause.LOST));
  }

  Optional<CaptureSpan> captureSpan(long offset) {
    requireThere();
    OutputLog now = log;
    Map.Entry<Long, Segment> entry = segments.floorEntry(offset);
    if (entry == null || offset < now.firstOffset() || offset >= now.endOffset()) {
      return Optional.empty();
    }
    Segment segment = entry.getValue();
    TimeMarks.Span span = segment.times().at(offset);
    long until = Math.min(span.until(), Math.min(segment.limit(), now.endOffset()));
    return until <= offset
        ? Optional.empty()
        : Optional.of(new CaptureSpan(Instant.ofEpochMilli(span.millis()), offset, until));
  }

  long offsetSince(Instant time) {
    long millis = Milliseconds.notBefore(time);
    OutputLog now;
    synchronized (this) {
      requireThere();
      if (droppedTimes.hasSince(millis)) {
        return droppedTimes.offsetBefore(millis);
      }
      now = log;
    }
    // What is dropped from here on leaves the first offset as it was: its reader meets the gap.
    // What was lost before some bytes may have been captured then, and comes with them.
    long endBefore = now.firstOffset();
    for (Segment segment : segments.values()) {
      OptionalLong found = segment.times().offsetSince(millis);
      if (found.isPresent()) {
        boolean isFirst = found.getAsLong() == segment.start();
        return Math.min(isFirst ? endBefore : found.getAsLong(), now.endOffset());
      }
      endBefore = Math.min(segment.limit(), now.endOffset());
    }
    return lastLostMillis >= millis ? endBefore : now.endOffset();
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
      last = null;
      marksBytes = 0;
      giveBack(heldBytes);
      segments.values().forEach(Segment::drop);
      segments.clear();
    }
    waiters.ended();
  }

  private void requireThere() {
    if (deleted) {
      throw MemoryOutputStorage.unknown(job);
    }
  }
}
