package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The few instructions that run between clone(2) and execve(2).
 *
 * <p>A child that shares the memory of a Java process can run neither Java nor, before it has a
 * program of its own, much of the C library. posix_spawn(3) covers what most programs want there,
 * but no umask, nice value, resource limit or cgroup. So the child's part is a loop in machine code
 * that makes the system calls of a {@link CallTable} and stops at the first that fails: what is to
 * be done, and in which order, is said in Java. The sources are {@code src/main/asm}; a test
 * assembles them and compares.
 */
final class LaunchCode {

  private static final String X86_64 =
      """
      53415441554889fb4c8d2d02000000eb484c8d2d02000000eb3f4885c074
      154989c44c8d2d02000000eb2e4c89e0415d415c5bc34883c3384c8d2d02
      000000eb18483d01f0ffff7210488943c8bf7f000000b8e70000000f0548
      8b03488b7b08488b7310488b53184c8b53204c8b43284c8b4b304883c338
      0f0541ffe5
      """;
  private static final String AARCH64 =
      """
      f353bea9fe0b00f9f30300aa1100009410000094e00000b4f40300aa0d00
      0094e00314aafe0b40f9f353c2a8c0035fd673e20091070000941ffc3fb1
      c3ffff5460821cf8e00f80d2c80b80d2010000d4680240a9610a41a96312
      42a9651a40f973e20091010000d4c0035fd6
      """;

  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_EXEC = 4;
  static final int MAP_PRIVATE = 2;
  static final int MAP_ANONYMOUS = 0x20;

  private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_LONG, ADDRESS);

  // void *mmap(void addr[.length], size_t length, int prot, int flags, int fd, off_t offset);
  private static final MethodHandle MMAP =
      Native.errnoHandle(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  // int mprotect(void addr[.size], size_t size, int prot);
  private static final MethodHandle MPROTECT =
      Native.errnoHandle(
          "mprotect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

  private static @Nullable LaunchCode loaded;

  private final MethodHandle launch;

  private LaunchCode(MethodHandle launch) {
    this.launch = launch;
  }

  /** The instructions for {@code machine}. */
  static byte[] instructions(Machine machine) {
    String hex =
        switch (machine) {
          case X86_64 -> X86_64;
          case AARCH64 -> AARCH64;
        };
    return HexFormat.of().parseHex(hex.replace("\n", ""));
  }

  /** The one copy of this JVM. */
  static synchronized LaunchCode loaded() throws ErrnoException {
    LaunchCode code = loaded;
    if (code == null) {
      code = load();
      loaded = code;
    }
    return code;
  }

  /**
   * Puts the instructions into memory of their own, where they stay as long as this JVM runs.
   *
   * @throws ErrnoException the system allows no new executable memory
   */
  @SuppressWarnings("restricted")
  private static LaunchCode load() throws ErrnoException {
    byte[] code = instructions(Machine.current());
    long address =
        Native.checked(
            "mmap",
            errno ->
                (long)
                    MMAP.invokeExact(
                        errno,
                        0L,
                        (long) code.length,
                        PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS,
                        -1,
                        0L));
    MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(code.length);
    MemorySegment.copy(code, 0, memory, JAVA_BYTE, 0, code.length);
    // Never writable and executable at once. The kernel makes the instruction cache see the new
    // code when the page becomes executable.
    Native.checked(
        "mprotect",
        errno ->
            (int) MPROTECT.invokeExact(errno, address, (long) code.length, PROT_READ | PROT_EXEC));
    return new LaunchCode(Linker.nativeLinker().downcallHandle(memory, TYPE));
  }

  /**
   * Makes the calls of a table: the first blocks signals, the second clones, the third restores
   * signals, and the child makes the rest.
   *
   * @param calls alive until this returns; the child is done with it by then
   * @return the child's process id, or a negative error number
   */
  long run(MemorySegment calls) {
    return Native.call(() -> (long) launch.invokeExact(calls));
  }
}
