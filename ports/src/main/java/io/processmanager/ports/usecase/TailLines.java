package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.nio.ByteBuffer;

/**
 * Finds where the last lines of an output begin, reading backwards block by block. What was lost
 * between them counts as part of the line around it, so that a reader who begins there is told of
 * it.
 */
final class TailLines {

  private static final int BLOCK_BYTES = 64 * 1024;

  private final OutputStorage storage;
  private final JobId job;
  private final OutputLog log;
  private long firstOffset;
  private long lineFeeds;

  TailLines(OutputStorage storage, JobId job, OutputLog log) {
    this.storage = storage;
    this.job = job;
    this.log = log;
    this.firstOffset = log.firstOffset();
  }

  /**
   * The offset of the first byte of the last {@code lines} lines. Where fewer are kept it is 0: a
   * reader who begins there is told of what has been dropped. A line feed that is the last byte
   * ends the last line and begins none.
   */
  long startOfLast(long lines) {
    if (lines == 0) {
      return log.endOffset();
    }
    long blockEnd = log.endOffset();
    while (blockEnd > firstOffset) {
      long blockStart = Math.max(firstOffset, blockEnd - BLOCK_BYTES);
      byte[] block = read(blockStart, blockEnd);
      for (int i = block.length - 1; i >= 0; i--) {
        long offset = blockStart + i;
        if (block[i] == '\n' && offset != log.endOffset() - 1 && ++lineFeeds == lines) {
          return offset + 1;
        }
      }
      blockEnd = skipLossBefore(blockStart);
    }
    return 0;
  }

  /** A range, with zeros for what is not there. */
  private byte[] read(long from, long to) {
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
    while (bytes.hasRemaining()) {
      OutputItem item = itemAt(from + bytes.position(), bytes.remaining());
      if (item instanceof OutputItem.Chunk chunk) {
        bytes.put(chunk.data());
      } else {
        bytes.position((int) (Math.min(item.nextOffset(), to) - from));
        noteDropped(item);
      }
    }
    return bytes.array();
  }

  private void noteDropped(OutputItem item) {
    if (item instanceof OutputItem.Gap gap && gap.cause() == GapCause.DROPPED) {
      firstOffset = gap.to();
    }
  }

  /**
   * Goes back over a loss in steps that double, as it may be much longer than what is kept of an
   * output. Returns an offset before which not all is lost for as far as was looked.
   */
  private long skipLossBefore(long offset) {
    long start = offset;
    for (long step = BLOCK_BYTES; start - step >= firstOffset; step *= 2) {
      OutputItem item = itemAt(start - step, 1);
      if (item instanceof OutputItem.Chunk || item.nextOffset() < start) {
        return start;
      }
      noteDropped(item);
      start -= step;
    }
    return start;
  }

  private OutputItem itemAt(long offset, int maxBytes) {
    if (storage.read(job, offset, maxBytes) instanceof OutputRead.Item found) {
      return found.item();
    }
    throw new IllegalStateException(
        "the output of job " + job + " ends at " + offset + " and has ended behind it");
  }
}
