package io.processmanager.adapters.os.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.OptionalInt;

/**
 * Starts programs by posix_spawn(3): in a session of their own, with every signal at its default
 * and none blocked, stdin from {@code /dev/null}, stdout and stderr on one descriptor, and no other
 * descriptor open.
 */
public final class Spawn {

  static final MemoryLayout FILE_ACTIONS = Native.opaque(80);

  // int posix_spawn(pid_t *restrict pid, const char *restrict path,
  //                 const posix_spawn_file_actions_t *restrict file_actions,
  //                 const posix_spawnattr_t *restrict attrp,
  //                 char *const argv[restrict], char *const envp[restrict]);
  private static final MethodHandle POSIX_SPAWN =
      Native.handle(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  // int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions);
  private static final MethodHandle INIT =
      Native.handle("posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  // int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions);
  private static final MethodHandle DESTROY =
      Native.handle("posix_spawn_file_actions_destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  // int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *restrict file_actions,
  //         int fildes, const char *restrict path, int oflag, mode_t mode);
  private static final MethodHandle ADDOPEN =
      Native.handle(
          "posix_spawn_file_actions_addopen",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  // int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *file_actions,
  //         int fildes, int newfildes);
  private static final MethodHandle ADDDUP2 =
      Native.handle(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  // int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int filedes);
  private static final MethodHandle ADDFCHDIR =
      Native.handle(
          "posix_spawn_file_actions_addfchdir_np",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  // int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
  private static final MethodHandle ADDCLOSEFROM =
      Native.handle(
          "posix_spawn_file_actions_addclosefrom_np",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private static final int O_RDONLY = 0;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private Spawn() {}

  /**
   * What to start.
   *
   * @param path the file to execute; a relative one begins at {@code directory}
   * @param arguments the argument vector, the program's name first; C strings without their NUL
   * @param environment {@code NAME=value} each; C strings without their NUL
   * @param output the descriptor that becomes stdout and stderr, above the standard ones
   * @param directory the descriptor of the directory to start in; empty for this process's own
   */
  public record Request(
      String path,
      List<byte[]> arguments,
      List<byte[]> environment,
      int output,
      OptionalInt directory) {

    public Request {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
    }
  }

  /**
   * Starts a program and returns when it has been executed.
   *
   * @return its process id, a child of this process that must be reaped
   * @throws ErrnoException fork, execve(2) or what lies between failed; no child is left
   */
  public static long spawn(Request request) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(FILE_ACTIONS);
      Native.zero("posix_spawn_file_actions_init", () -> (int) INIT.invokeExact(actions));
      try {
        addActions(arena, actions, request);
        return spawn(arena, actions, request);
      } finally {
        Native.zero("posix_spawn_file_actions_destroy", () -> (int) DESTROY.invokeExact(actions));
      }
    }
  }

  private static long spawn(Arena arena, MemorySegment actions, Request request)
      throws ErrnoException {
    MemorySegment pid = arena.allocate(JAVA_INT);
    MemorySegment path = arena.allocateFrom(request.path());
    MemorySegment arguments = vector(arena, request.arguments());
    MemorySegment environment = vector(arena, request.environment());
    MemorySegment attributes = SpawnAttributes.freshSession();
    Native.zero(
        "posix_spawn",
        () ->
            (int) POSIX_SPAWN.invokeExact(pid, path, actions, attributes, arguments, environment));
    return pid.get(JAVA_INT, 0);
  }

  /** Runs in the child, in this order: the directory's descriptor is gone after the last one. */
  private static void addActions(Arena arena, MemorySegment actions, Request request)
      throws ErrnoException {
    if (request.directory().isPresent()) {
      int directory = request.directory().getAsInt();
      Native.zero(
          "posix_spawn_file_actions_addfchdir_np",
          () -> (int) ADDFCHDIR.invokeExact(actions, directory));
    }
    MemorySegment devNull = arena.allocateFrom("/dev/null");
    Native.zero(
        "posix_spawn_file_actions_addopen",
        () -> (int) ADDOPEN.invokeExact(actions, STDIN, devNull, O_RDONLY, 0));
    addDup2(actions, request.output(), STDOUT);
    addDup2(actions, request.output(), STDERR);
    Native.zero(
        "posix_spawn_file_actions_addclosefrom_np",
        () -> (int) ADDCLOSEFROM.invokeExact(actions, STDERR + 1));
  }

  private static void addDup2(MemorySegment actions, int from, int to) throws ErrnoException {
    Native.zero(
        "posix_spawn_file_actions_adddup2", () -> (int) ADDDUP2.invokeExact(actions, from, to));
  }

  private static MemorySegment vector(Arena arena, List<byte[]> strings) {
    MemorySegment pointers = arena.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, cString(arena, strings.get(i)));
    }
    pointers.setAtIndex(ADDRESS, strings.size(), MemorySegment.NULL);
    return pointers;
  }

  private static MemorySegment cString(Arena arena, byte[] text) {
    MemorySegment copy = arena.allocate(text.length + 1L);
    MemorySegment.copy(text, 0, copy, JAVA_BYTE, 0, text.length);
    return copy;
  }
}
