package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * Memory outside the heap, of a size that is known from the beginning and given back at once when
 * it is said to be free; mmap(2). It costs the machine what has been written to it.
 *
 * <p><b>Threading.</b> Any thread; nobody may use it while or after it is {@linkplain #free freed}.
 */
public final class MemoryBlock {

  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_PRIVATE = 2;
  static final int MAP_ANONYMOUS = 0x20;

  private static final int NO_FILE = -1;

  // void *mmap(void addr[.length], size_t length, int prot, int flags, int fd, off_t offset);
  private static final MethodHandle MMAP =
      Native.errnoHandle(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  // int munmap(void addr[.length], size_t length);
  private static final MethodHandle MUNMAP =
      Native.errnoHandle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

  private final MemorySegment memory;

  private MemoryBlock(MemorySegment memory) {
    this.memory = memory;
  }

  /** That size, if a block may have it. */
  public static int requireSize(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a block of " + bytes + " bytes");
    }
    return bytes;
  }

  /** A block of zeroes. */
  @SuppressWarnings("restricted")
  public static MemoryBlock allocate(int bytes) throws ErrnoException {
    long address =
        Native.checked(
            "mmap",
            errno ->
                (long)
                    MMAP.invokeExact(
                        errno,
                        0L,
                        (long) bytes,
                        PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS,
                        NO_FILE,
                        0L));
    return new MemoryBlock(MemorySegment.ofAddress(address).reinterpret(bytes));
  }

  /** Its size in bytes. */
  public int size() {
    return (int) memory.byteSize();
  }

  /** Takes {@code length} bytes of {@code source} from its position, and moves that on. */
  public void put(int at, ByteBuffer source, int length) {
    MemorySegment.copy(MemorySegment.ofBuffer(source), 0, memory, at, length);
    source.position(source.position() + length);
  }

  /** The {@code length} bytes from {@code at} on. */
  public byte[] get(int at, int length) {
    return memory.asSlice(at, length).toArray(JAVA_BYTE);
  }

  /** Gives it back. Once. */
  public void free() {
    try {
      long address = memory.address();
      long bytes = memory.byteSize();
      Native.checked("munmap", errno -> (int) MUNMAP.invokeExact(errno, address, bytes));
    } catch (ErrnoException failure) {
      throw new IllegalStateException("memory that was mapped cannot be unmapped", failure);
    }
  }
}
