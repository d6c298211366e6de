package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps outputs in this JVM's heap, in segments that grow with use: from 4 KiB, each twice the one
 * before, to 256 KiB or an eighth of the cap of a job, whichever is less. A silent job takes none.
 *
 * <p><b>What is kept.</b> Whole segments are dropped, an eighth of {@code perJobBytes} at once. Of
 * a job at least seven eighths of its newest {@code perJobBytes} less one segment, and never more
 * than {@code perJobBytes}. Of all jobs together no more than {@code totalBytes}, counted in whole
 * segments: where a new one would not fit, the output that holds the most loses its oldest until it
 * does. Chunks in the hands of readers come on top: a dropped segment is free when the last chunk
 * of it is.
 *
 * <p><b>Threading.</b> Readers take no lock and hold up nobody.
 */
final class MemoryOutputStorage implements OutputStorage {

  private static final int LARGEST_SEGMENT_BYTES = 256 * 1024;
  private static final int LEAST_SEGMENTS_PER_JOB = 8;

  private final Map<JobId, MemoryOutput> outputs = new ConcurrentHashMap<>();
  private final long perJobBytes;
  private final int largestSegmentBytes;
  private final MemoryBudget budget;

  MemoryOutputStorage(OutputLimits limits) {
    this.perJobBytes = limits.perJobBytes();
    this.largestSegmentBytes =
        Math.clamp(perJobBytes / LEAST_SEGMENTS_PER_JOB, 1, LARGEST_SEGMENT_BYTES);
    this.budget = new MemoryBudget(limits.totalBytes(), outputs.values());
  }

  @Override
  public OutputWriter create(JobId job) {
    Objects.requireNonNull(job, "job");
    MemoryOutput output = new MemoryOutput(job, perJobBytes, largestSegmentBytes, budget);
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
