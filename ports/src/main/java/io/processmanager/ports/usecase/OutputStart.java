package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.outbound.OutputStorage;

/** Finds the offset that a query's start stands for. */
final class OutputStart {

  private OutputStart() {}

  /**
   * The offset at which a reader that comes now begins.
   *
   * @throws JobsException.NotFound the output has been forgotten
   * @throws JobsException.InvalidRequest {@code start} is an offset past the end
   */
  static long locate(OutputStorage storage, JobId job, OutputQuery.Start start) {
    return StorageAnswer.of(storage, job, () -> locate(storage, job, start, storage.log(job)));
  }

  private static long locate(
      OutputStorage storage, JobId job, OutputQuery.Start start, OutputLog log) {
    if (start instanceof OutputQuery.Start.TailBytes tail) {
      // Before what is kept, if so much is wanted: the reader is told of the gap.
      return Math.max(0, log.endOffset() - tail.bytes());
    }
    if (start instanceof OutputQuery.Start.TailLines tail) {
      return new TailLines(storage, job, log).startOfLast(tail.lines());
    }
    if (start instanceof OutputQuery.Start.Since since) {
      return storage.offsetSince(job, since.time());
    }
    long offset = ((OutputQuery.Start.AtOffset) start).offset();
    if (offset > log.endOffset()) {
      throw new JobsException.InvalidRequest(
          "offset",
          "offset " + offset + " is past the end of the output, which is at " + log.endOffset());
    }
    return offset;
  }
}
