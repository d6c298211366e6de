package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Resource limits of this process; prlimit(2). */
public final class ResourceLimits {

  public static final int RLIMIT_CPU = 0;
  public static final int RLIMIT_FSIZE = 1;
  public static final int RLIMIT_CORE = 4;
  public static final int RLIMIT_NOFILE = 7;
  public static final int RLIMIT_AS = 9;

  /** RLIM_INFINITY: as an unsigned number the largest there is. */
  public static final long UNLIMITED = -1;

  /** {@code struct rlimit}, which prlimit(2) and the kernel's prlimit64 have alike. */
  static final StructLayout RLIMIT =
      MemoryLayout.structLayout(JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"));

  private static final VarHandle SOFT = RLIMIT.varHandle(groupElement("rlim_cur"));
  private static final VarHandle HARD = RLIMIT.varHandle(groupElement("rlim_max"));

  // int prlimit(pid_t pid, int resource, const struct rlimit *_Nullable new_limit,
  //             struct rlimit *_Nullable old_limit);
  private static final MethodHandle PRLIMIT =
      Native.errnoHandle(
          "prlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private ResourceLimits() {}

  /**
   * A limit in the resource's unit. Both numbers are unsigned.
   *
   * @param soft what the kernel enforces
   * @param hard how far the soft limit may be raised
   */
  public record Pair(long soft, long hard) {

    /** These limits with another soft one. */
    public Pair withSoft(long newSoft) {
      return new Pair(newSoft, hard);
    }
  }

  /** This process's own limit. */
  public static Pair get(int resource) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(RLIMIT);
      Native.checked(
          "prlimit",
          errno -> (int) PRLIMIT.invokeExact(errno, 0, resource, MemorySegment.NULL, found));
      return new Pair((long) SOFT.get(found, 0L), (long) HARD.get(found, 0L));
    }
  }

  /** Changes this process's own limit. */
  public static void set(int resource, Pair limit) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = layOut(arena, limit);
      Native.checked(
          "prlimit",
          errno -> (int) PRLIMIT.invokeExact(errno, 0, resource, wanted, MemorySegment.NULL));
    }
  }

  static MemorySegment layOut(SegmentAllocator memory, Pair limit) {
    MemorySegment laidOut = memory.allocate(RLIMIT);
    SOFT.set(laidOut, 0L, limit.soft());
    HARD.set(laidOut, 0L, limit.hard());
    return laidOut;
  }
}
