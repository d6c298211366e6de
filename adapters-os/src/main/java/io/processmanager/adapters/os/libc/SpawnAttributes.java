package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The attributes that every program is started with; made once and never changed. */
final class SpawnAttributes {

  static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  static final short POSIX_SPAWN_SETSID = 0x80;
  static final MemoryLayout ATTRIBUTES = Native.opaque(336);
  static final MemoryLayout SIGNAL_SET = Native.opaque(128);

  private static final byte EVERY_SIGNAL = (byte) 0xff;

  // int posix_spawnattr_init(posix_spawnattr_t *attr);
  private static final MethodHandle INIT =
      Native.handle("posix_spawnattr_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  // int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags);
  private static final MethodHandle SETFLAGS =
      Native.handle(
          "posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  // int posix_spawnattr_setsigdefault(posix_spawnattr_t *restrict attr,
  //         const sigset_t *restrict sigdefault);
  private static final MethodHandle SETSIGDEFAULT =
      Native.handle(
          "posix_spawnattr_setsigdefault", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  // int posix_spawnattr_setsigmask(posix_spawnattr_t *restrict attr,
  //         const sigset_t *restrict sigmask);
  private static final MethodHandle SETSIGMASK =
      Native.handle(
          "posix_spawnattr_setsigmask", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private static final MemorySegment FRESH_SESSION = makeFreshSession();

  private SpawnAttributes() {}

  /** A new session, every signal at its default, none blocked. */
  static MemorySegment freshSession() {
    return FRESH_SESSION;
  }

  private static MemorySegment makeFreshSession() {
    MemorySegment attributes = Arena.global().allocate(ATTRIBUTES);
    try (Arena arena = Arena.ofConfined()) {
      // Filled by hand: sigfillset(3) leaves out the two signals that glibc keeps to itself, and
      // posix_spawn would then leave those ignored in the child.
      MemorySegment all = arena.allocate(SIGNAL_SET).fill(EVERY_SIGNAL);
      MemorySegment none = arena.allocate(SIGNAL_SET);
      short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
      Native.zero("posix_spawnattr_init", () -> (int) INIT.invokeExact(attributes));
      Native.zero("posix_spawnattr_setflags", () -> (int) SETFLAGS.invokeExact(attributes, flags));
      Native.zero(
          "posix_spawnattr_setsigdefault", () -> (int) SETSIGDEFAULT.invokeExact(attributes, all));
      Native.zero(
          "posix_spawnattr_setsigmask", () -> (int) SETSIGMASK.invokeExact(attributes, none));
      return attributes;
    } catch (ErrnoException failure) {
      throw new AssertionError("attributes of posix_spawn that cannot be set", failure);
    }
  }
}
