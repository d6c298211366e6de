package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * Files that hold bytes, written and read at positions. Not through {@link
 * java.nio.channels.FileChannel}, which an interrupt of any thread that uses it closes for all.
 */
public final class RegularFiles {

  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int SEEK_END = 2;

  private static final int OWNER_ALONE = 0600;

  // int openat(int dirfd, const char *pathname, int flags, ... /* mode_t mode */);
  private static final MethodHandle OPENAT =
      Native.variadicErrnoHandle(
          "openat", 3, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  // int unlinkat(int dirfd, const char *pathname, int flags);
  private static final MethodHandle UNLINKAT =
      Native.errnoHandle("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  // ssize_t pwrite(int fd, const void buf[.count], size_t count, off_t offset);
  private static final MethodHandle PWRITE =
      Native.errnoHandle(
          "pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  // ssize_t pread(int fd, void buf[.count], size_t count, off_t offset);
  private static final MethodHandle PREAD =
      Native.errnoHandle(
          "pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

  // off_t lseek(int fd, off_t offset, int whence);
  private static final MethodHandle LSEEK =
      Native.errnoHandle("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

  private RegularFiles() {}

  /** Makes a file that its owner alone may use, and opens it; there must be none of that name. */
  public static int create(int directory, String name) throws ErrnoException {
    return open(directory, name, O_RDWR | O_CREAT | O_EXCL);
  }

  /** Opens a file for reading and writing. */
  public static int open(int directory, String name) throws ErrnoException {
    return open(directory, name, O_RDWR);
  }

  private static int open(int directory, String name, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(name);
      int all = flags | Descriptors.O_CLOEXEC;
      return Descriptors.aboveStandard(
          (int)
              Native.uninterrupted(
                  "openat",
                  errno -> (int) OPENAT.invokeExact(errno, directory, path, all, OWNER_ALONE)));
    }
  }

  /** Takes a file's name away. Who has it open keeps it. */
  public static void remove(int directory, String name) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(name);
      Native.checked("unlinkat", errno -> (int) UNLINKAT.invokeExact(errno, directory, path, 0));
    }
  }

  /**
   * Writes what remains of a direct buffer, or the beginning of it, and moves its position on.
   *
   * @return how many bytes were written; fewer than remained where the file system filled up
   */
  public static int writeAt(int descriptor, ByteBuffer direct, long position)
      throws ErrnoException {
    MemorySegment memory = MemorySegment.ofBuffer(direct);
    int written =
        (int)
            Native.uninterrupted(
                "pwrite",
                errno ->
                    (long)
                        PWRITE.invokeExact(errno, descriptor, memory, memory.byteSize(), position));
    if (written == 0 && direct.hasRemaining()) {
      // No file system should, and who writes in a loop must get on.
      throw new ErrnoException("pwrite", Errno.EIO);
    }
    direct.position(direct.position() + written);
    return written;
  }

  /** How long a file is. Moves the descriptor's own position, which nothing here looks at. */
  public static long lengthBytes(int descriptor) throws ErrnoException {
    return Native.uninterrupted(
        "lseek", errno -> (long) LSEEK.invokeExact(errno, descriptor, 0L, SEEK_END));
  }

  /**
   * Reads into what remains of a direct buffer, and moves its position on.
   *
   * @return how many bytes were read; 0 at the end of the file
   */
  public static int readAt(int descriptor, ByteBuffer direct, long position) throws ErrnoException {
    MemorySegment memory = MemorySegment.ofBuffer(direct);
    int read =
        (int)
            Native.uninterrupted(
                "pread",
                errno ->
                    (long)
                        PREAD.invokeExact(errno, descriptor, memory, memory.byteSize(), position));
    direct.position(direct.position() + read);
    return read;
  }
}
