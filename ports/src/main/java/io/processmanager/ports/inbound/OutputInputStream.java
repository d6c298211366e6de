package io.processmanager.ports.inbound;

import io.processmanager.domain.log.OutputItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/** The bytes of an {@link OutputReader}. */
final class OutputInputStream extends InputStream {

  private static final int END = -1;

  private final OutputReader reader;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean ended;

  OutputInputStream(OutputReader reader) {
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    return fill() ? Byte.toUnsignedInt(current.get()) : END;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return END;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, from, count);
    return count;
  }

  @Override
  public int available() {
    return current.remaining();
  }

  private boolean fill() throws IOException {
    while (!current.hasRemaining()) {
      Optional<OutputItem> item = next();
      if (item.isEmpty() && reader.isClosed()) {
        // Not the end: what was read is a part.
        throw new IOException("the stream has been closed");
      }
      if (item.isEmpty() && reader.readsToTheEnd() && !ended) {
        throw new IOException("the stream ended before the job's output did");
      }
      if (item.isEmpty() || item.get() instanceof OutputItem.End) {
        ended = true;
        return false;
      }
      if (item.get() instanceof OutputItem.Gap gap) {
        throw new OutputGapException(gap);
      }
      if (item.get() instanceof OutputItem.Chunk chunk) {
        current = chunk.data();
      }
    }
    return true;
  }

  private Optional<OutputItem> next() throws IOException {
    try {
      return reader.next();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while reading a job's output")
              .initCause(interrupted);
    } catch (JobsException refusal) {
      throw new IOException(refusal.getMessage(), refusal);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
