package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputStorage.OutputRead;
import java.nio.ByteBuffer;

/** Finds where the last lines of an output begin, reading backwards block by block. */
final class TailLines {

  private static final int BLOCK_BYTES = 64 * 1024;

  private final OutputStorage storage;
  private final JobId job;
  private final OutputLog log;
  private long lineFeeds;

  TailLines(OutputStorage storage, JobId job, OutputLog log) {
    this.storage = storage;
    this.job = job;
    this.log = log;
  }

  /**
   * The offset of the first byte of the last {@code lines} lines, or of the first byte kept. A line
   * feed that is the last byte ends the last line and begins none.
   */
  long startOfLast(long lines) {
    if (lines == 0) {
      return log.endOffset();
    }
    long blockEnd = log.endOffset();
    while (blockEnd > log.firstOffset()) {
      long blockStart = Math.max(log.firstOffset(), blockEnd - BLOCK_BYTES);
      ByteBuffer block = read(blockStart, (int) (blockEnd - blockStart));
      if (!block.hasRemaining()) {
        return blockEnd;
      }
      for (int i = block.remaining() - 1; i >= 0; i--) {
        long offset = blockStart + i;
        if (block.get(i) == '\n' && offset != log.endOffset() - 1 && ++lineFeeds == lines) {
          return offset + 1;
        }
      }
      blockEnd = blockStart;
    }
    return log.firstOffset();
  }

  /** All bytes of a range; none if its first ones were dropped meanwhile. */
  private ByteBuffer read(long from, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      OutputRead read = storage.read(job, from + bytes.position(), bytes.remaining());
      if (read instanceof OutputRead.Item found && found.item() instanceof OutputItem.Chunk chunk) {
        bytes.put(chunk.data());
      } else {
        return ByteBuffer.allocate(0);
      }
    }
    return bytes.flip();
  }
}
