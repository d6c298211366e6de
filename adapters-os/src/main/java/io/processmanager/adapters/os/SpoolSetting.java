package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.JobId;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the outputs of a spool share.
 *
 * @param capBytes the most that one holds
 * @param segmentBytes how long a segment is
 * @param removals runs what takes away the files of outputs that are deleted
 * @param serials numbers for the names of files, so that none is used twice
 */
record SpoolSetting(
    long capBytes,
    int segmentBytes,
    OutputBudget budget,
    OpenFiles openFiles,
    DirectBuffers buffers,
    SpoolTroubles troubles,
    Executor removals,
    AtomicLong serials) {

  private static final int LEAST_BOUND_OF_SEGMENTS = 64;

  /**
   * How many segments one has at most: where attempts fail and succeed in turn, they are short.
   * Twice as many as it takes when they are full.
   */
  long mostSegments() {
    return Math.max(LEAST_BOUND_OF_SEGMENTS, 2 * (capBytes / segmentBytes));
  }

  /** A segment without bytes, in a new file: {@code JOB-OFFSET-SERIAL}. */
  SpoolSegment newSegment(JobId job, long start) throws ErrnoException {
    String name = job + "-" + start + "-" + serials.getAndIncrement();
    SpoolFile file = SpoolFile.create(openFiles, name);
    return new SpoolSegment(start, segmentBytes, file, buffers);
  }
}
