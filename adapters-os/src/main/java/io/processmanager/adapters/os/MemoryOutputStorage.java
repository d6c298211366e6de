package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps outputs in memory, in segments that grow with use: from 4 KiB, each twice the one before,
 * to 256 KiB or an eighth of the cap of a job, whichever is less. A silent job takes none. Those of
 * 256 KiB lie outside the heap and are used again, so that however much a job prints, the collector
 * has nothing to do with it and the memory taken is what is said here. Up to 16 MiB of them are
 * kept for the next flood.
 *
 * <p><b>What is kept.</b> Whole segments are dropped, an eighth of {@code perJobBytes} at once. Of
 * a job at least seven eighths of its newest {@code perJobBytes} less one segment, and never more
 * than {@code perJobBytes}. Where output comes in many small pieces, the times of their capture
 * count as well, with two to four bytes a piece. Of all jobs together no more than {@code
 * totalBytes}, counted in whole segments: where a new one would not fit, outputs lose their oldest
 * as {@link OutputBudget} says. Chunks in the hands of readers come on top.
 *
 * <p><b>Threading.</b> Readers take no lock that anybody holds for longer than a look.
 */
final class MemoryOutputStorage implements ClosableStorage {

  private static final int LARGEST_SEGMENT_BYTES = MemoryOutput.BLOCK_BYTES;
  private static final int MOST_IDLE_BLOCKS = 64;
  private static final int LEAST_SEGMENTS_PER_JOB = 8;

  private final Map<JobId, MemoryOutput> outputs = new ConcurrentHashMap<>();
  private final long perJobBytes;
  private final int largestSegmentBytes;
  private final OutputBudget budget;
  private final BlockPool blocks = new BlockPool(MemoryOutput.BLOCK_BYTES, MOST_IDLE_BLOCKS);

  MemoryOutputStorage(OutputLimits limits) {
    this.perJobBytes = limits.perJobBytes();
    this.largestSegmentBytes =
        Math.clamp(perJobBytes / LEAST_SEGMENTS_PER_JOB, 1, LARGEST_SEGMENT_BYTES);
    this.budget = new OutputBudget(limits.totalBytes(), outputs.values());
  }

  @Override
  public OutputWriter create(JobId job, Owner owner) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(owner, "owner");
    MemoryOutput output =
        new MemoryOutput(job, owner, perJobBytes, largestSegmentBytes, budget, blocks);
    if (outputs.putIfAbsent(job, output) != null) {
      throw new IllegalArgumentException("job " + job + " has an output already");
    }
    return output;
  }

  @Override
  public OutputLog log(JobId job) {
    return of(job).log();
  }

  @Override
  public OutputRead read(JobId job, long offset, int maxBytes) {
    return of(job).read(offset, maxBytes);
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public Optional<CaptureSpan> captureSpan(JobId job, long offset) {
    return of(job).captureSpan(offset);
  }

  @Override
  public long offsetSince(JobId job, Instant time) {
    return of(job).offsetSince(time);
  }

  @Override
  public Registration onGrowth(JobId job, long offset, Runnable wakeUp) {
    return of(job).onGrowth(offset, wakeUp);
  }

  @Override
  public void delete(JobId job) {
    MemoryOutput output = outputs.remove(job);
    if (output != null) {
      output.delete();
    }
  }

  /** Deletes all outputs and gives the memory back. */
  @Override
  public void close() {
    outputs.keySet().forEach(this::delete);
    blocks.close();
  }

  /** Has the output whose turn it is drop its oldest segment. Returns whether there was any. */
  boolean dropOldest() {
    return budget.dropOldest(1);
  }

  /** How much memory the outputs take. */
  long usedBytes() {
    return budget.usedBytes();
  }

  private MemoryOutput of(JobId job) {
    MemoryOutput output = outputs.get(job);
    if (output == null) {
      throw unknown(job);
    }
    return output;
  }

  static IllegalArgumentException unknown(JobId job) {
    return new IllegalArgumentException("job " + job + " has no output");
  }
}
