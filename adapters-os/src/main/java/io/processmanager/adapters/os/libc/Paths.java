package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Files by their paths, which go to the kernel as UTF-8 whatever the locale; {@link
 * java.nio.file.Path} cannot name {@code /tmp/é} under {@code LC_ALL=C}.
 */
public final class Paths {

  /** Stands for the directory of this process where a directory's descriptor is asked for. */
  public static final int OWN_DIRECTORY = -100;

  static final int O_WRONLY = 1;
  static final int O_PATH = 0x200000;
  static final int AT_EACCESS = 0x200;
  static final int AT_REMOVEDIR = 0x200;
  static final int X_OK = 1;
  static final int STATX_TYPE = 1;
  static final int S_IFMT = 0xf000;
  static final int S_IFREG = 0x8000;
  static final int S_IFDIR = 0x4000;

  private static final int DIRECTORY_MODE = 0755;
  private static final int PRIVATE_DIRECTORY_MODE = 0700;

  /** {@code struct statx}; the same on every machine, unlike {@code struct stat}. */
  static final StructLayout STATX =
      MemoryLayout.structLayout(
          MemoryLayout.paddingLayout(28),
          JAVA_SHORT.withName("stx_mode"),
          MemoryLayout.paddingLayout(2),
          JAVA_LONG.withName("stx_ino"),
          MemoryLayout.paddingLayout(216));

  private static final VarHandle STX_MODE = STATX.varHandle(groupElement("stx_mode"));

  // int openat(int dirfd, const char *pathname, int flags, ... /* mode_t mode */);
  private static final MethodHandle OPENAT =
      Native.variadicErrnoHandle(
          "openat", 3, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  // int mkdirat(int dirfd, const char *pathname, mode_t mode);
  private static final MethodHandle MKDIRAT =
      Native.errnoHandle("mkdirat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  // int unlinkat(int dirfd, const char *pathname, int flags);
  private static final MethodHandle UNLINKAT =
      Native.errnoHandle("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  // int faccessat(int dirfd, const char *pathname, int mode, int flags);
  private static final MethodHandle FACCESSAT =
      Native.errnoHandle(
          "faccessat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  // int statx(int dirfd, const char *_Nullable restrict pathname, int flags, unsigned int mask,
  //           struct statx *restrict statxbuf);
  private static final MethodHandle STATX_CALL =
      Native.errnoHandle(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  private Paths() {}

  /** What lies at a path, symbolic links followed. */
  public enum Kind {
    REGULAR_FILE,
    DIRECTORY,
    OTHER
  }

  /** What lies at {@code path}; a relative one begins at {@code directory}. */
  public static Kind kind(int directory, String path) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      MemorySegment status = arena.allocate(STATX);
      Native.uninterrupted(
          "statx",
          errno -> (int) STATX_CALL.invokeExact(errno, directory, name, 0, STATX_TYPE, status));
      return switch ((short) STX_MODE.get(status, 0L) & S_IFMT) {
        case S_IFREG -> Kind.REGULAR_FILE;
        case S_IFDIR -> Kind.DIRECTORY;
        default -> Kind.OTHER;
      };
    }
  }

  /**
   * Asks whether this process may execute the file, or enter the directory, at {@code path}; a
   * relative one begins at {@code directory}.
   *
   * @throws ErrnoException it may not, and why
   */
  public static void requireExecutable(int directory, String path) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      Native.uninterrupted(
          "faccessat",
          errno -> (int) FACCESSAT.invokeExact(errno, directory, name, X_OK, AT_EACCESS));
    }
  }

  /** Opens a directory just to name it: neither reading nor entering it is asked for yet. */
  public static int openDirectory(String path) throws ErrnoException {
    return open(
        OWN_DIRECTORY, path, O_PATH | Machine.current().directoryFlag() | Descriptors.O_CLOEXEC);
  }

  /** Opens a directory so that what lies in it can be named by its descriptor. */
  public static int openDirectory(int directory, String name) throws ErrnoException {
    return open(directory, name, Machine.current().directoryFlag() | Descriptors.O_CLOEXEC);
  }

  /** Makes a directory that all may enter and its owner alone may change. */
  public static void makeDirectory(int directory, String name) throws ErrnoException {
    makeDirectory(directory, name, DIRECTORY_MODE);
  }

  /** Makes a directory that its owner alone may enter. */
  public static void makePrivateDirectory(int directory, String name) throws ErrnoException {
    makeDirectory(directory, name, PRIVATE_DIRECTORY_MODE);
  }

  private static void makeDirectory(int directory, String name, int mode) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(name);
      Native.checked("mkdirat", errno -> (int) MKDIRAT.invokeExact(errno, directory, path, mode));
    }
  }

  /** Removes an empty directory. */
  public static void removeDirectory(int directory, String name) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(name);
      Native.checked(
          "unlinkat", errno -> (int) UNLINKAT.invokeExact(errno, directory, path, AT_REMOVEDIR));
    }
  }

  /**
   * The beginning of a text file, as much as one of the kernel's own file systems gives at once.
   */
  public static String readShort(int directory, String name) throws ErrnoException {
    int file = open(directory, name, Descriptors.O_CLOEXEC);
    try {
      return Descriptors.readStart(file);
    } finally {
      Descriptors.closeQuietly(file);
    }
  }

  /** Writes into a file that exists, as the kernel's own file systems take orders. */
  public static void write(int directory, String name, String text) throws ErrnoException {
    int file = open(directory, name, O_WRONLY | Descriptors.O_CLOEXEC);
    try {
      Descriptors.write(file, text);
    } finally {
      Descriptors.closeQuietly(file);
    }
  }

  /** Opens a file for reading; a relative path begins at {@code directory}. */
  public static int openFile(int directory, String path) throws ErrnoException {
    // Without blocking, as the path may be that of a fifo.
    return open(directory, path, Descriptors.O_CLOEXEC | Descriptors.O_NONBLOCK);
  }

  /**
   * Opens the file of a cgroup into which a process writes "0" to move there; cgroups(7).
   *
   * @param cgroup its directory
   */
  static int openProcessesOf(int cgroup) throws ErrnoException {
    return open(cgroup, "cgroup.procs", O_WRONLY | Descriptors.O_CLOEXEC);
  }

  private static int open(int directory, String path, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return Descriptors.aboveStandard(
          (int)
              Native.uninterrupted(
                  "openat", errno -> (int) OPENAT.invokeExact(errno, directory, name, flags)));
    }
  }
}
