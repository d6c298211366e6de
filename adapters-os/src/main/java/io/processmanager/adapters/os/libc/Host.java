package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Facts about the machine and about this process. */
public final class Host {

  static final int SC_CLK_TCK = 2;
  static final int SC_PAGESIZE = 30;

  // long sysconf(int name);
  private static final MethodHandle SYSCONF =
      Native.errnoHandle("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
  // char *getenv(const char *name);
  private static final MethodHandle GETENV =
      Native.handle("getenv", FunctionDescriptor.of(ADDRESS, ADDRESS));

  private Host() {}

  /** Whether the kernel is of this version or a later one; uname(2). */
  static boolean isKernelAtLeast(int major, int minor) {
    // Such as 6.18.44-fc-v595.
    String[] version = System.getProperty("os.version", "0.0").split("[^0-9]+", -1);
    int ownMajor = number(version, 0);
    return ownMajor > major || (ownMajor == major && number(version, 1) >= minor);
  }

  private static int number(String[] version, int index) {
    boolean isThere = index < version.length && version[index].matches("[0-9]{1,6}");
    return isThere ? Integer.parseInt(version[index]) : 0;
  }

  /** The unit of the times in {@code /proc/PID/stat}. */
  public static long clockTicksPerSecond() {
    return sysconf(SC_CLK_TCK);
  }

  /** The unit of the sizes in {@code /proc/PID/statm}. */
  public static long pageBytes() {
    return sysconf(SC_PAGESIZE);
  }

  private static long sysconf(int name) {
    try {
      return Native.checked("sysconf", errno -> (long) SYSCONF.invokeExact(errno, name));
    } catch (ErrnoException failure) {
      throw new IllegalStateException("sysconf does not know " + name, failure);
    }
  }

  /**
   * An environment variable of this process, byte for byte. {@link System#getenv} would decode it
   * by the locale, and under {@code LC_ALL=C} lose what is not ASCII.
   */
  public static Optional<byte[]> environmentVariable(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocateFrom(name);
      MemorySegment value = Native.call(() -> (MemorySegment) GETENV.invokeExact(key));
      return value.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(Native.bytes(value));
    }
  }
}
