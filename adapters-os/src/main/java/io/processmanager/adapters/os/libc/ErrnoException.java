package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A system call that failed. Checked, so that the compiler sees to it that each is translated into
 * the ports' terms before it leaves this module.
 */
public final class ErrnoException extends Exception {

  private static final long serialVersionUID = 1L;

  // const char *strerrorname_np(int errnum);
  private static final MethodHandle STRERRORNAME =
      Native.handle("strerrorname_np", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  // const char *strerrordesc_np(int errnum);
  private static final MethodHandle STRERRORDESC =
      Native.handle("strerrordesc_np", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private final String call;
  private final int errno;

  ErrnoException(String call, int errno) {
    super(call + ": " + describe(errno));
    this.call = call;
    this.errno = errno;
  }

  /** The function that failed. */
  public String call() {
    return call;
  }

  /** The error number; see {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** The error's C name, such as {@code ENOENT}. */
  public String errnoName() {
    return nameOf(errno);
  }

  /** A person's words for the error with its name: {@code No such file or directory (ENOENT)}. */
  public String description() {
    return describe(errno);
  }

  private static String describe(int errno) {
    String text = Native.string(Native.call(() -> (MemorySegment) STRERRORDESC.invokeExact(errno)));
    return (text.isEmpty() ? "Unknown error" : text) + " (" + nameOf(errno) + ")";
  }

  private static String nameOf(int errno) {
    String name = Native.string(Native.call(() -> (MemorySegment) STRERRORNAME.invokeExact(errno)));
    return name.isEmpty() ? "errno " + errno : name;
  }
}
