package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Files by their descriptors. Every descriptor made here is closed on execve(2) and lies above the
 * standard ones, even where the JVM was started without them.
 */
public final class Descriptors {

  static final int O_NONBLOCK = 0x800;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int O_CLOEXEC = 0x80000;
  static final int F_SETFL = 4;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int F_GETPIPE_SZ = 1032;
  static final int F_SETPIPE_SZ = 1031;
  static final SequenceLayout PIPE_ENDS = MemoryLayout.sequenceLayout(2, JAVA_INT);

  private static final int FIRST_ABOVE_STANDARD = 3;
  private static final int SHORT_BYTES = 256;

  // int close(int fd);
  private static final MethodHandle CLOSE =
      Native.errnoHandle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  // int pipe2(int pipefd[2], int flags);
  private static final MethodHandle PIPE2 =
      Native.errnoHandle("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  // int fcntl(int fd, int cmd, ... /* int arg */);
  private static final MethodHandle FCNTL =
      Native.variadicErrnoHandle(
          "fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  // ssize_t read(int fd, void buf[.count], size_t count);
  private static final MethodHandle READ =
      Native.errnoHandle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  // ssize_t pread(int fd, void buf[.count], size_t count, off_t offset);
  private static final MethodHandle PREAD =
      Native.errnoHandle(
          "pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  // ssize_t write(int fd, const void buf[.count], size_t count);
  private static final MethodHandle WRITE =
      Native.errnoHandle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  // int dup3(int oldfd, int newfd, int flags);
  private static final MethodHandle DUP3 =
      Native.errnoHandle("dup3", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  // int flock(int fd, int op);
  private static final MethodHandle FLOCK =
      Native.errnoHandle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  // int eventfd(unsigned int initval, int flags);
  private static final MethodHandle EVENTFD =
      Native.errnoHandle("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  // int eventfd_write(int fd, eventfd_t value);
  private static final MethodHandle EVENTFD_WRITE =
      Native.errnoHandle("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  // int eventfd_read(int fd, eventfd_t *value);
  private static final MethodHandle EVENTFD_READ =
      Native.errnoHandle("eventfd_read", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private Descriptors() {}

  /**
   * The two ends of a new pipe; pipe(7).
   *
   * @param readEnd never blocks
   * @param writeEnd blocks a writer while the pipe is full, as programs expect of their stdout
   */
  public record Pipe(int readEnd, int writeEnd) {}

  /** Opens a pipe. */
  public static Pipe pipe() throws ErrnoException {
    int readEnd;
    int writeEnd;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(PIPE_ENDS);
      Native.checked("pipe2", errno -> (int) PIPE2.invokeExact(errno, ends, O_CLOEXEC));
      readEnd = ends.getAtIndex(JAVA_INT, 0);
      writeEnd = ends.getAtIndex(JAVA_INT, 1);
    }
    readEnd = movedUp(readEnd, writeEnd);
    writeEnd = movedUp(writeEnd, readEnd);
    try {
      fcntl(readEnd, F_SETFL, O_NONBLOCK);
      return new Pipe(readEnd, writeEnd);
    } catch (ErrnoException failure) {
      closeQuietly(readEnd);
      closeQuietly(writeEnd);
      throw failure;
    }
  }

  private static int movedUp(int end, int other) throws ErrnoException {
    try {
      return aboveStandard(end);
    } catch (ErrnoException failure) {
      closeQuietly(other);
      throw failure;
    }
  }

  /**
   * The same open file under a descriptor above the standard ones; fcntl(2). Where there is none,
   * the file is closed.
   */
  static int aboveStandard(int descriptor) throws ErrnoException {
    if (descriptor >= FIRST_ABOVE_STANDARD) {
      return descriptor;
    }
    try {
      return duplicate(descriptor);
    } finally {
      closeQuietly(descriptor);
    }
  }

  /** The same open file under the lowest free descriptor above the standard ones. */
  public static int duplicate(int descriptor) throws ErrnoException {
    return fcntl(descriptor, F_DUPFD_CLOEXEC, FIRST_ABOVE_STANDARD);
  }

  /** Puts an open file at a descriptor that is open too, whose own file is closed; dup3(2). */
  public static void replace(int descriptor, int target) throws ErrnoException {
    Native.uninterrupted(
        "dup3", errno -> (int) DUP3.invokeExact(errno, descriptor, target, O_CLOEXEC));
  }

  /** How many bytes a pipe holds when it is full. */
  public static int pipeCapacity(int pipeEnd) throws ErrnoException {
    return fcntl(pipeEnd, F_GETPIPE_SZ, 0);
  }

  /** Makes a pipe hold that many bytes when it is full, or more; fcntl(2), F_SETPIPE_SZ. */
  public static void resizePipe(int pipeEnd, int bytes) throws ErrnoException {
    fcntl(pipeEnd, F_SETPIPE_SZ, bytes);
  }

  private static int fcntl(int descriptor, int command, int argument) throws ErrnoException {
    return (int)
        Native.checked(
            "fcntl", errno -> (int) FCNTL.invokeExact(errno, descriptor, command, argument));
  }

  /**
   * Reads into what remains of a direct buffer, and moves its position on.
   *
   * @return how many bytes were read; 0 at the end of the file
   */
  public static int read(int descriptor, ByteBuffer direct) throws ErrnoException {
    MemorySegment memory = MemorySegment.ofBuffer(direct);
    int read =
        (int)
            Native.uninterrupted(
                "read",
                errno -> (long) READ.invokeExact(errno, descriptor, memory, memory.byteSize()));
    direct.position(direct.position() + read);
    return read;
  }

  /** The first {@value #SHORT_BYTES} bytes of a text, however often it is read; pread(2). */
  public static String readStart(int descriptor) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(SHORT_BYTES);
      long length =
          Native.uninterrupted(
              "pread",
              errno -> (long) PREAD.invokeExact(errno, descriptor, bytes, (long) SHORT_BYTES, 0L));
      return new String(bytes.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  /** Writes a text that the kernel takes at one stroke or not at all. */
  static void write(int descriptor, String text) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(text);
      long length = bytes.byteSize() - 1;
      Native.uninterrupted(
          "write", errno -> (long) WRITE.invokeExact(errno, descriptor, bytes, length));
    }
  }

  /**
   * Locks an open file against all who open it too, in this process and in others, until it is
   * closed; flock(2).
   *
   * @return false if somebody else holds the lock
   */
  public static boolean tryLock(int descriptor) throws ErrnoException {
    try {
      Native.uninterrupted(
          "flock", errno -> (int) FLOCK.invokeExact(errno, descriptor, LOCK_EX | LOCK_NB));
      return true;
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.EAGAIN) {
        return false;
      }
      throw failure;
    }
  }

  /** Opens a counter that can be waited for and never blocks; eventfd(2). */
  public static int eventCounter() throws ErrnoException {
    // EFD_CLOEXEC and EFD_NONBLOCK have the values of open(2)'s flags.
    return aboveStandard(
        (int)
            Native.checked(
                "eventfd", errno -> (int) EVENTFD.invokeExact(errno, 0, O_CLOEXEC | O_NONBLOCK)));
  }

  /** Adds one to an event counter, which makes it readable. */
  public static void signalEvent(int counter) throws ErrnoException {
    Native.uninterrupted(
        "eventfd_write", errno -> (int) EVENTFD_WRITE.invokeExact(errno, counter, 1L));
  }

  /** Sets an event counter back to zero. */
  public static void clearEvent(int counter) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_LONG);
      Native.uninterrupted(
          "eventfd_read", errno -> (int) EVENTFD_READ.invokeExact(errno, counter, value));
    }
  }

  /**
   * Closes a descriptor. Linux frees it even where close(2) reports an error, so there is nothing a
   * caller could do about one.
   */
  public static void closeQuietly(int descriptor) {
    try {
      Native.checked("close", errno -> (int) CLOSE.invokeExact(errno, descriptor));
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.EBADF) {
        throw new IllegalStateException("descriptor " + descriptor + " was not open", failure);
      }
    }
  }
}
