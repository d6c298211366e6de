package io.processmanager.adapters.os.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds functions of the C library and calls them. */
final class Native {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** To allocate it for each call would cost more than many a call. */
  private static final ThreadLocal<MemorySegment> OF_THREAD =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURED));

  private Native() {}

  /** Whether the C library has {@code function}. */
  static boolean has(String function) {
    return LINKER.defaultLookup().find(function).isPresent();
  }

  /** A function that leaves errno alone. */
  static MethodHandle handle(String function, FunctionDescriptor type) {
    return link(function, type);
  }

  /** A function that tells its error in errno. Its handle takes the memory for errno first. */
  static MethodHandle errnoHandle(String function, FunctionDescriptor type) {
    return link(function, type, Linker.Option.captureCallState("errno"));
  }

  /**
   * A function with a variable number of arguments, the first {@code fixed} of them always there.
   */
  static MethodHandle variadicErrnoHandle(String function, int fixed, FunctionDescriptor type) {
    return link(
        function,
        type,
        Linker.Option.firstVariadicArg(fixed),
        Linker.Option.captureCallState("errno"));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(
      String function, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment address =
        LINKER
            .defaultLookup()
            .find(function)
            .orElseThrow(
                () ->
                    new UnsupportedOperationException(
                        "the C library has no function " + function + "; glibc 2.34+ has it"));
    return LINKER.downcallHandle(address, type, options);
  }

  /** Calls a function that returns -1 and sets errno when it fails. */
  static long checked(String function, ErrnoCall call) throws ErrnoException {
    if (!Thread.currentThread().isVirtual()) {
      return checked(function, call, OF_THREAD.get());
    }
    // Of those there may be very many, which make few calls each.
    try (Arena arena = Arena.ofConfined()) {
      return checked(function, call, arena.allocate(CAPTURED));
    }
  }

  private static long checked(String function, ErrnoCall call, MemorySegment captured)
      throws ErrnoException {
    long result = call(() -> call.invoke(captured));
    if (result == -1) {
      throw new ErrnoException(function, (int) ERRNO.get(captured, 0L));
    }
    return result;
  }

  /** As {@link #checked}, and again as long as a signal interrupts the call; signal(7). */
  static long uninterrupted(String function, ErrnoCall call) throws ErrnoException {
    while (true) {
      try {
        return checked(function, call);
      } catch (ErrnoException failure) {
        if (failure.errno() != Errno.EINTR) {
          throw failure;
        }
      }
    }
  }

  /** Calls a handle. What it throws is an error in the binding, never the function's failure. */
  static <T> T call(HandleCall<T> call) {
    try {
      return call.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a native call threw a checked exception", e);
    }
  }

  /** The UTF-8 text at a C string's address, or the empty string at NULL. */
  static String string(MemorySegment address) {
    return new String(bytes(address), StandardCharsets.UTF_8);
  }

  /** The bytes of the C string at an address, or none at NULL. */
  @SuppressWarnings("restricted")
  static byte[] bytes(MemorySegment address) {
    if (address.equals(MemorySegment.NULL)) {
      return new byte[0];
    }
    return cString(address.reinterpret(Long.MAX_VALUE));
  }

  private static byte[] cString(MemorySegment text) {
    byte[] found = new byte[64];
    int length = 0;
    for (byte b = byteAt(text, 0); b != 0; b = byteAt(text, length)) {
      if (length == found.length) {
        found = Arrays.copyOf(found, 2 * length);
      }
      found[length++] = b;
    }
    return Arrays.copyOf(found, length);
  }

  private static byte byteAt(MemorySegment text, long index) {
    return text.get(java.lang.foreign.ValueLayout.JAVA_BYTE, index);
  }

  /** A call of a handle that takes the memory for errno. */
  @FunctionalInterface
  interface ErrnoCall {
    long invoke(MemorySegment errno) throws Throwable;
  }

  /** A call of a handle. */
  @FunctionalInterface
  interface HandleCall<T> {
    T invoke() throws Throwable;
  }
}
