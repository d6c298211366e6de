package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.Registration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One job's output in segment files: what is kept, dropped and lost of it, and who waits for more.
 *
 * <p><b>Threading.</b> Any thread; one of them writes. The contents change under the monitor, under
 * which no system call is made and nobody called.
 */
final class SpoolOutput implements OutputBudget.Holder {

  private static final System.Logger LOG = System.getLogger(SpoolOutput.class.getName());

  private static final int SHARE_DROPPED_AT_ONCE = 8;

  private final JobId job;
  private final Owner owner;
  private final SpoolSetting setting;
  private final SpoolAttempts attempts;
  private final SpoolReader reader = new SpoolReader(this);
  private final GrowthWaiters waiters = new GrowthWaiters();
  private final DroppedTimes droppedTimes = new DroppedTimes();

  private volatile SpoolContents contents = SpoolContents.empty();
  private volatile boolean deleted;
  private volatile long heldBytes;
  private volatile long lastLostMillis = Long.MIN_VALUE;

  SpoolOutput(JobId job, Owner owner, SpoolSetting setting) {
    this.job = job;
    this.owner = owner;
    this.setting = setting;
    this.attempts = new SpoolAttempts(setting.troubles());
  }

  /** What there is now. */
  SpoolContents contents() {
    SpoolContents now = contents;
    if (deleted) {
      throw SpoolOutputStorage.unknown(job);
    }
    return now;
  }

  SpoolReader reader() {
    return reader;
  }

  /** A writing end; there may be one. */
  SpoolWriter writer() {
    return new SpoolWriter(job, this, setting, attempts);
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
    return contents.log().hasEnded();
  }

  /** What there is now, even if it has been deleted. */
  SpoolContents contentsOrWhatWas() {
    return contents;
  }

  boolean isDeleted() {
    return deleted;
  }

  /**
   * Counts bytes that were written into a segment, for which there is room in the budget.
   *
   * @param marks how much longer the segment's times have become
   */
  void kept(SpoolSegment segment, int written, long marks) {
    List<SpoolSegment> dropped = new ArrayList<>(0);
    try {
      tell(segment, written, marks, dropped);
    } finally {
      dropped.forEach(SpoolSegment::remove);
    }
    attempts.over();
  }

  private synchronized void tell(
      SpoolSegment segment, int written, long marks, List<SpoolSegment> dropped) {
    OutputLog log = contents.log();
    if (deleted) {
      setting.budget().release(written + marks);
    } else if (segment.isDropped()) {
      // In the middle of the write, and what was dropped then had not these bytes' time.
      long millis = segment.times().lastMillis();
      OutputLog longer = log.append(written);
      SpoolContents told = contents.with(longer.dropBefore(longer.endOffset()));
      droppedTimes.note(log.endOffset(), millis, millis);
      contents = told;
      setting.budget().release(written + marks);
    } else if (segment.isSealed()) {
      // A reader has found that the file loses bytes.
      contents = contents.with(log.lose(written));
      setting.budget().release(written + marks);
    } else {
      SpoolContents grown = contents.has(segment) ? contents : contents.plus(segment);
      SpoolContents told = grown.with(log.append(written));
      // Only now: there may have been no memory for it.
      segment.grow(written);
      segment.account(written + marks);
      heldBytes += written + marks;
      contents = told;
      bound(dropped);
    }
  }

  /** Counts the marks that were written when a segment was sealed. */
  void keptMarks(SpoolSegment segment, long bytes) {
    List<SpoolSegment> dropped = new ArrayList<>(0);
    try {
      tellMarks(segment, bytes, dropped);
    } finally {
      dropped.forEach(SpoolSegment::remove);
    }
  }

  private synchronized void tellMarks(
      SpoolSegment segment, long bytes, List<SpoolSegment> dropped) {
    if (segment.isDropped()) {
      setting.budget().release(bytes);
    } else {
      segment.account(bytes);
      heldBytes += bytes;
      bound(dropped);
    }
  }

  private synchronized void bound(List<SpoolSegment> dropped) {
    while (contents.count() > setting.mostSegments()) {
      takeOldest(dropped);
    }
    if (heldBytes > setting.capBytes()) {
      takeToGoal(dropped);
    }
  }

  /** Counts bytes that cannot be kept. */
  void lost(long bytes, long millis) {
    lastLostMillis = millis;
    synchronized (this) {
      if (!deleted) {
        contents = contents.with(contents.log().lose(bytes));
      }
    }
    attempts.lost(bytes);
  }

  /**
   * What a segment's file does not give back any more is lost, for every reader.
   *
   * @param from the first byte that could not be read
   */
  void lose(SpoolSegment segment, long from, String why) {
    long length;
    synchronized (this) {
      length = contents.has(segment) ? contents.endOf(segment) - from : 0;
      if (length <= 0) {
        return;
      }
      segment.cut(from);
      OutputLog log = contents.log();
      contents =
          contents.with(
              new OutputLog(
                  log.firstOffset(),
                  log.endOffset(),
                  Math.min(log.endOffset(), log.lostBytes() + length),
                  log.completion()));
    }
    LOG.log(
        System.Logger.Level.ERROR,
        () -> length + " bytes of the output of job " + job + " from " + from + " on: " + why);
  }

  /**
   * Drops an eighth of what it holds, and one segment at least: more than it must. A reader that a
   * flood has overtaken goes on at the oldest byte kept; if that were the next to go, it would be
   * given a gap for every segment it reads.
   */
  @Override
  public boolean makeRoom() {
    List<SpoolSegment> dropped = new ArrayList<>();
    try {
      takeToGoal(dropped);
    } finally {
      dropped.forEach(SpoolSegment::remove);
    }
    return !dropped.isEmpty();
  }

  @Override
  public boolean dropOldest() {
    List<SpoolSegment> dropped = new ArrayList<>(1);
    takeOldest(dropped);
    dropped.forEach(SpoolSegment::remove);
    return !dropped.isEmpty();
  }

  private synchronized void takeToGoal(List<SpoolSegment> dropped) {
    long goal = heldBytes - heldBytes / SHARE_DROPPED_AT_ONCE;
    takeOldest(dropped);
    while (heldBytes > goal && takeOldest(dropped)) {}
  }

  private synchronized boolean takeOldest(List<SpoolSegment> dropped) {
    SpoolSegment oldest = contents.oldest();
    if (oldest == null) {
      return false;
    }
    SpoolContents rest = contents.withoutOldest();
    TimeIndex times = oldest.times();
    droppedTimes.note(oldest.start(), times.firstMillis(), times.lastMillis());
    dropped.add(oldest);
    // Only now: there may have been no memory for all that.
    contents = rest;
    oldest.drop();
    heldBytes -= oldest.accountedBytes();
    setting.budget().release(oldest.accountedBytes());
    return true;
  }

  /** Has those look again who wait for what is there now. */
  void wakeReaders() {
    waiters.grownTo(contents.log().endOffset());
  }

  void end(OutputCompletion how) {
    synchronized (this) {
      if (!deleted) {
        contents = contents.with(contents.log().end(how));
      }
    }
    attempts.over();
    waiters.ended();
  }

  /** Gives all space back. Who waits is woken, to find the output gone. */
  void delete() {
    List<SpoolSegment> dropped = new ArrayList<>();
    try {
      takeAll(dropped);
    } finally {
      setting.removals().execute(() -> dropped.forEach(SpoolSegment::remove));
    }
    attempts.over();
    waiters.ended();
  }

  private synchronized void takeAll(List<SpoolSegment> dropped) {
    deleted = true;
    while (takeOldest(dropped)) {}
  }

  Registration onGrowth(long offset, Runnable wakeUp) {
    Objects.requireNonNull(wakeUp, "wakeUp");
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is negative");
    }
    contents();
    GrowthWaiters.Waiter waiter = waiters.add(offset, wakeUp);
    // Only now: what grew before this look was seen here, what grows later sees the waiter.
    OutputLog now = contents.log();
    if (deleted || now.hasEnded() || now.endOffset() > offset) {
      waiter.call();
    }
    return waiter;
  }

  /** As {@link io.processmanager.ports.outbound.OutputStorage#offsetSince}. */
  long offsetSince(Instant time) {
    long millis = Milliseconds.notBefore(time);
    SpoolContents now;
    synchronized (this) {
      now = contents();
      if (droppedTimes.hasSince(millis)) {
        return droppedTimes.offsetBefore(millis);
      }
    }
    return now.offsetSince(millis, lastLostMillis);
  }
}
