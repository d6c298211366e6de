package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** What this process does about signals that it gets; sigaction(2). */
public final class Signals {

  static final int SIGCHLD = 17;
  static final long SIG_DFL = 0;
  static final long SIG_IGN = 1;
  static final int SA_NOCLDWAIT = 2;

  /** {@code struct sigaction} of glibc. */
  static final StructLayout SIGACTION =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("sa_handler"),
          MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("sa_mask"),
          JAVA_INT.withName("sa_flags"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("sa_restorer"));

  private static final VarHandle SA_HANDLER = SIGACTION.varHandle(groupElement("sa_handler"));
  private static final VarHandle SA_FLAGS = SIGACTION.varHandle(groupElement("sa_flags"));

  // int sigaction(int signum, const struct sigaction *_Nullable restrict act,
  //               struct sigaction *_Nullable restrict oldact);
  private static final MethodHandle SIGACTION_CALL =
      Native.errnoHandle("sigaction", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private Signals() {}

  /**
   * Makes sure that children which end stay zombies until they are reaped. Whoever started this JVM
   * may have left SIGCHLD ignored; then the kernel throws exit statuses away, and process ids with
   * them.
   */
  public static void keepEndedChildren() throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(SIGACTION);
      sigaction(MemorySegment.NULL, action);
      int flags = (int) SA_FLAGS.get(action, 0L);
      boolean ignored = (long) SA_HANDLER.get(action, 0L) == SIG_IGN;
      if (ignored || (flags & SA_NOCLDWAIT) != 0) {
        if (ignored) {
          SA_HANDLER.set(action, 0L, SIG_DFL);
        }
        SA_FLAGS.set(action, 0L, flags & ~SA_NOCLDWAIT);
        sigaction(action, MemorySegment.NULL);
      }
    }
  }

  private static void sigaction(MemorySegment wanted, MemorySegment found) throws ErrnoException {
    Native.checked(
        "sigaction", errno -> (int) SIGACTION_CALL.invokeExact(errno, SIGCHLD, wanted, found));
  }
}
