package io.processmanager.adapters.os;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps outputs in files, so that the heap stays as it is however much jobs print: a job takes
 * three kilobytes or so, and each segment half a kilobyte, and a kilobyte more while times are
 * noted in it.
 *
 * <p><b>What is kept.</b> Segments of an eighth of {@code perJobBytes}, 16 MiB at most, each in a
 * file of its own; a silent job has none. Whole segments are dropped, an eighth of what the job
 * holds at once, by the rules of {@link MemoryOutputStorage}. Where output comes in many small
 * pieces, the times of their capture count as well, with two to four bytes a piece.
 *
 * <p><b>Where it fails.</b> See {@link SpoolOutput}. What was written and cannot be read back is
 * lost from then on. Nothing is synchronized to the disk: outputs do not outlive their worker.
 *
 * <p><b>Threading.</b> Readers take no lock that a writer holds while it reads or writes a file, or
 * the other way about. Calls that name a file share the lock of {@link SpoolDirectory}.
 */
final class SpoolOutputStorage implements ClosableStorage {

  /** The least that is kept of a job. */
  static final long LEAST_PER_JOB_BYTES = 32 * 1024;

  private static final int LARGEST_SEGMENT_BYTES = 16 << 20;
  private static final int SEGMENTS_PER_JOB = 8;
  private static final int MOST_OPEN_FILES = 128;

  private final Map<JobId, SpoolOutput> outputs = new ConcurrentHashMap<>();
  private final SegmentFiles files;
  private final Runnable closing;
  private final SpoolSetting setting;

  SpoolOutputStorage(
      SegmentFiles files, OutputLimits limits, LongSupplier nanoTime, Runnable closing) {
    this(files, limits, segmentBytes(limits), MOST_OPEN_FILES, nanoTime, Runnable::run, closing);
    requireEnough(limits);
  }

  /** With segments of any length, for tests. */
  SpoolOutputStorage(
      SegmentFiles files,
      OutputLimits limits,
      int segmentBytes,
      int mostOpenFiles,
      LongSupplier nanoTime,
      Runnable closing) {
    this(files, limits, segmentBytes, mostOpenFiles, nanoTime, Runnable::run, closing);
  }

  /**
   * @param removals runs what takes away the files of outputs that are deleted
   */
  SpoolOutputStorage(
      SegmentFiles files,
      OutputLimits limits,
      int segmentBytes,
      int mostOpenFiles,
      LongSupplier nanoTime,
      Executor removals,
      Runnable closing) {
    this.files = files;
    this.closing = closing;
    this.setting =
        new SpoolSetting(
            limits.perJobBytes(),
            segmentBytes,
            new OutputBudget(limits.totalBytes(), outputs.values()),
            new OpenFiles(files, mostOpenFiles),
            new DirectBuffers(),
            new SpoolTroubles(files.place(), nanoTime),
            removals,
            new AtomicLong());
  }

  private static int segmentBytes(OutputLimits limits) {
    return (int) Math.min(limits.perJobBytes() / SEGMENTS_PER_JOB, LARGEST_SEGMENT_BYTES);
  }

  /**
   * Opens a spool in a directory.
   *
   * @throws UnusableDirectoryException it cannot be used
   */
  static SpoolOutputStorage open(Path directory, OutputLimits limits) {
    requireEnough(limits);
    SpoolDirectory files = SpoolDirectory.at(directory);
    SpoolRemovals removals = new SpoolRemovals();
    return new SpoolOutputStorage(
        files,
        limits,
        segmentBytes(limits),
        MOST_OPEN_FILES,
        System::nanoTime,
        removals,
        () -> removals.close(files::close));
  }

  static void requireEnough(OutputLimits limits) {
    if (limits.perJobBytes() < LEAST_PER_JOB_BYTES) {
      throw new IllegalArgumentException(
          "perJobBytes "
              + limits.perJobBytes()
              + " is less than what is kept in files at least, "
              + LEAST_PER_JOB_BYTES);
    }
  }

  @Override
  public OutputWriter create(JobId job, Owner owner) {
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(owner, "owner");
    SpoolOutput output = new SpoolOutput(job, owner, setting);
    if (outputs.putIfAbsent(job, output) != null) {
      throw new IllegalArgumentException("job " + job + " has an output already");
    }
    return output.writer();
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public OutputLog log(JobId job) {
    return of(job).contents().log();
  }

  @Override
  public OutputRead read(JobId job, long offset, int maxBytes) {
    return of(job).reader().read(offset, maxBytes);
  }

  @Override
  public Optional<CaptureSpan> captureSpan(JobId job, long offset) {
    return of(job).reader().captureSpan(offset);
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
    SpoolOutput output = outputs.remove(job);
    if (output != null) {
      output.delete();
    }
  }

  /** Removes all outputs and the directory. Output that comes later goes nowhere. */
  @Override
  public void close() {
    outputs.keySet().forEach(this::delete);
    closing.run();
  }

  /** Has the output whose turn it is drop its oldest segment. Returns whether there was any. */
  boolean dropOldest() {
    return setting.budget().dropOldest(1);
  }

  /** How many bytes the outputs take. */
  long usedBytes() {
    return setting.budget().usedBytes();
  }

  /** How many files are open. */
  int openFiles() {
    return setting.openFiles().count();
  }

  /** Where the files are, for people. */
  String place() {
    return files.place();
  }

  private SpoolOutput of(JobId job) {
    SpoolOutput output = outputs.get(job);
    if (output == null) {
      throw unknown(job);
    }
    return output;
  }

  static IllegalArgumentException unknown(JobId job) {
    return new IllegalArgumentException("job " + job + " has no output");
  }
}
