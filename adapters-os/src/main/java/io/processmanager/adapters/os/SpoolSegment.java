package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of an output in a file: its bytes from the file's beginning, and from where there is
 * room for no more of them the {@linkplain TimeIndex marks} that have filled a block. (Between the
 * two the file may have a hole.)
 *
 * <p>Bytes are written once, before the output's contents tell readers of them, and never again.
 * They are written and read by calls, never mapped: a file that fails or is truncated from outside
 * would end the JVM by SIGBUS, mmap(2). And never spliced from the job's pipe: splice(2) keeps the
 * pipe locked while it waits for the file, and a job that prints meanwhile sleeps where no signal
 * reaches it.
 *
 * <p><b>Threading.</b> Any thread reads; one writes.
 */
final class SpoolSegment implements TimeIndex.Blocks {

  private final long start;
  private final int capacity;
  private final SpoolFile file;
  private final DirectBuffers buffers;
  private final TimeIndex times = new TimeIndex(this);

  // Written under the output's monitor.
  private volatile long end;
  private volatile boolean sealed;
  private boolean dropped;
  private long accountedBytes;

  /**
   * @param start the offset of the first byte
   * @param capacity how many bytes there is room for
   */
  SpoolSegment(long start, int capacity, SpoolFile file, DirectBuffers buffers) {
    this.start = start;
    this.capacity = capacity;
    this.file = file;
    this.buffers = buffers;
    this.end = start;
  }

  long start() {
    return start;
  }

  /** The offset behind the last byte that was written and can be read. */
  long end() {
    return end;
  }

  TimeIndex times() {
    return times;
  }

  /** How many more bytes it takes. */
  int room() {
    return sealed ? 0 : (int) (start + capacity - end);
  }

  /**
   * How many of its bytes the file has. Fewer than it should if somebody has truncated it: then the
   * next write would leave a hole before its bytes, which is read as zeros.
   */
  long presentBytes() throws ErrnoException {
    long written = end - start;
    return written == 0 ? 0 : file.use((files, descriptor) -> present(files, descriptor, written));
  }

  private static int present(SegmentFiles files, int descriptor, long written)
      throws ErrnoException {
    return (int) Math.min(written, files.lengthBytes(descriptor));
  }

  /**
   * Writes the first bytes of {@code bytes} behind the end, which stays where it is until {@link
   * #grow}.
   *
   * @param most how many; not more than there is room for
   * @return how many were written, one at least
   */
  int write(ByteBuffer bytes, int most) throws ErrnoException {
    if (bytes.isDirect()) {
      int limit = bytes.limit();
      bytes.limit(bytes.position() + most);
      try {
        return file.use((files, descriptor) -> files.write(descriptor, bytes, end - start));
      } finally {
        bytes.limit(limit);
      }
    }
    ByteBuffer copy = buffers.take();
    try {
      int length = Math.min(most, copy.remaining());
      copy.put(bytes.slice(bytes.position(), length)).flip();
      int written = file.use((files, descriptor) -> files.write(descriptor, copy, end - start));
      bytes.position(bytes.position() + written);
      return written;
    } finally {
      buffers.giveBack(copy);
    }
  }

  /** Moves the end behind bytes that were written. Under the output's monitor. */
  void grow(int bytes) {
    long grown = end + bytes;
    end = grown;
  }

  /**
   * Reads bytes.
   *
   * @param to behind the last one wanted; within the end
   * @return an array of what was read, which may be fewer; none if the file has lost them
   * @throws ErrnoException they cannot be read
   */
  byte[] read(long from, long to) throws ErrnoException {
    ByteBuffer buffer = buffers.take();
    try {
      buffer.limit((int) Math.min(to - from, buffer.capacity()));
      file.use((files, descriptor) -> files.read(descriptor, buffer, from - start));
      byte[] bytes = new byte[buffer.flip().remaining()];
      buffer.get(bytes);
      return bytes;
    } finally {
      buffers.giveBack(buffer);
    }
  }

  /** Takes no more bytes. The writer. */
  void seal() {
    if (!sealed) {
      sealed = true;
      times.seal();
    }
  }

  /** Has no bytes behind {@code offset} any more, and takes none. Under the output's monitor. */
  void cut(long offset) {
    sealed = true;
    end = offset;
  }

  /** Whether it takes no more bytes. */
  boolean isSealed() {
    return sealed;
  }

  /** Whether it has been dropped. Under the output's monitor. */
  boolean isDropped() {
    return dropped;
  }

  /** Belongs to the output no more. Under the output's monitor. */
  void drop() {
    dropped = true;
  }

  /** How many bytes of the budget are its own. Under the output's monitor. */
  long accountedBytes() {
    return accountedBytes;
  }

  /** Has that many bytes more of the budget. Under the output's monitor. */
  void account(long bytes) {
    accountedBytes += bytes;
  }

  /** Removes the file; who reads it reads on. */
  void remove() {
    file.remove();
  }

  @Override
  public boolean put(int index, TimeMarks full) {
    ByteBuffer block = buffers.take().limit(TimeMarks.BLOCK_BYTES);
    try {
      if (presentBytes() < end - start) {
        return false;
      }
      full.encode(block);
      block.flip();
      long position = (long) capacity + (long) index * TimeMarks.BLOCK_BYTES;
      while (block.hasRemaining()) {
        file.use(
            (files, descriptor) -> files.write(descriptor, block, position + block.position()));
      }
      return true;
    } catch (ErrnoException noRoom) {
      return false;
    } finally {
      buffers.giveBack(block);
    }
  }

  @Override
  public @Nullable TimeMarks get(int index) {
    ByteBuffer block = buffers.take().limit(TimeMarks.BLOCK_BYTES);
    try {
      long position = (long) capacity + (long) index * TimeMarks.BLOCK_BYTES;
      file.use((files, descriptor) -> files.read(descriptor, block, position));
      return block.hasRemaining() ? null : TimeMarks.decode(block.flip());
    } catch (ErrnoException | IllegalArgumentException unreadable) {
      return null;
    } finally {
      buffers.giveBack(block);
    }
  }
}
