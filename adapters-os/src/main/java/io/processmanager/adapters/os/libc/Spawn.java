package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Starts programs: in a session of their own, with every signal at its default and none blocked,
 * and no descriptor open but the standard three. All that is asked for (umask, nice value, limits,
 * cgroup) is in force before the program's first instruction, or the start fails: nothing of it is
 * applied afterwards. The nice value is the process's; that of its session's scheduling group, in
 * sched(7), is no part of a start. Where this process is protected from the kernel's killing for
 * want of memory, by a negative oom_score_adj, the program is not: its value is 0. Any other value
 * is inherited.
 *
 * <p><b>Threading.</b> Any platform thread, many at once. The calling thread is suspended until the
 * program has been executed; the others run on.
 *
 * <p><b>Source.</b> clone(2), vfork(2), execve(2).
 */
public final class Spawn {

  static final long CLONE_VM = 0x100;
  static final long CLONE_FILES = 0x400;
  static final long CLONE_PIDFD = 0x1000;
  static final long CLONE_VFORK = 0x4000;
  static final long CLONE_CLEAR_SIGHAND = 0x1_0000_0000L;
  static final long CLONE_INTO_CGROUP = 0x2_0000_0000L;
  static final long CLOSE_RANGE_UNSHARE = 2;
  static final long SIGCHLD = 17;
  static final long SIG_SETMASK = 2;
  static final long PRIO_PROCESS = 0;
  static final int LAST_SIGNAL = 64;
  static final int SIGSTOP = 19;

  /** The kernel's sigset_t, a bit for each of 64 signals; not the C library's, which is longer. */
  static final long SIGNAL_SET_BYTES = 8;

  /** At least the kernel's {@code struct sigaction}, which begins with its handler. */
  private static final long SIGACTION_BYTES = 64;

  /** {@code struct clone_args} up to {@code cgroup}. */
  static final StructLayout CLONE_ARGS =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("flags"),
          JAVA_LONG.withName("pidfd"),
          JAVA_LONG.withName("child_tid"),
          JAVA_LONG.withName("parent_tid"),
          JAVA_LONG.withName("exit_signal"),
          JAVA_LONG.withName("stack"),
          JAVA_LONG.withName("stack_size"),
          JAVA_LONG.withName("tls"),
          JAVA_LONG.withName("set_tid"),
          JAVA_LONG.withName("set_tid_size"),
          JAVA_LONG.withName("cgroup"));

  private static final VarHandle FLAGS = CLONE_ARGS.varHandle(groupElement("flags"));
  private static final VarHandle PIDFD = CLONE_ARGS.varHandle(groupElement("pidfd"));
  private static final VarHandle EXIT_SIGNAL = CLONE_ARGS.varHandle(groupElement("exit_signal"));
  private static final VarHandle CGROUP = CLONE_ARGS.varHandle(groupElement("cgroup"));

  /**
   * Before Linux 6.11 a table cut short by CLOSE_RANGE_UNSHARE could take numbers for used that are
   * free; later releases of earlier kernels are right too, but do not show it.
   */
  private static final boolean KERNEL_SHARES_DESCRIPTORS = Host.isKernelAtLeast(6, 11);

  /** Of the process that opens it; proc_pid_oom_score_adj(5). */
  private static final String OOM_SCORE_ADJUSTMENT = "/proc/self/oom_score_adj";

  private static final int CLONE_ENTRY = 1;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final long ALL_DESCRIPTORS = 0xffff_ffffL;
  private static final long EVERY_SIGNAL = -1;
  private static final long EVERY_SIGNAL_BUT_SIGCHLD = ~(1L << (SIGCHLD - 1));

  /** Whether clone3(2) is to be had: what is so for one start is so for all of this process. */
  private static volatile boolean withClone3 = true;

  private static final KilledClones KILLED_CLONES = new KilledClones();

  private final LaunchCode code;
  private final boolean sharesDescriptors;
  private final boolean givesUpProtection;

  private Spawn(LaunchCode code, boolean sharesDescriptors, boolean givesUpProtection) {
    this.code = code;
    this.sharesDescriptors = sharesDescriptors;
    this.givesUpProtection = givesUpProtection;
  }

  /**
   * Makes starts possible.
   *
   * @throws ErrnoException the system allows no new executable memory
   */
  public static Spawn load() throws ErrnoException {
    return new Spawn(LaunchCode.loaded(), KERNEL_SHARES_DESCRIPTORS, isProtected());
  }

  /** Whether the kernel, when it is out of memory, is told to kill others before this process. */
  private static boolean isProtected() {
    try {
      return Paths.readShort(Paths.OWN_DIRECTORY, OOM_SCORE_ADJUSTMENT).startsWith("-");
    } catch (ErrnoException noProc) {
      return false;
    }
  }

  /** The same as is done on kernels where a child had better not share descriptors at first. */
  public Spawn withCopiedDescriptors() {
    return new Spawn(code, false, givesUpProtection);
  }

  /** The same as is done where this process is protected: programs are not. */
  public Spawn withUsualOomScore() {
    return new Spawn(code, sharesDescriptors, true);
  }

  /**
   * Tries all that a start takes but the program itself: it goes as far as execve(2), which is to
   * find no file.
   *
   * @param anyDescriptor an open one
   * @param cgroup as in a {@link Request}
   * @throws ErrnoException something on the way there is not allowed here
   * @throws UnsupportedOperationException the child is killed on the way there
   */
  public void probe(int anyDescriptor, OptionalInt cgroup) throws ErrnoException {
    Request nothing =
        new Request(
            "",
            List.of(),
            List.of(),
            anyDescriptor,
            anyDescriptor,
            OptionalInt.empty(),
            cgroup,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Map.of());
    try {
      Child unexpected = spawn(nothing);
      Descriptors.closeQuietly(unexpected.pidfd());
      Processes.killAndReap(unexpected.pid());
      throw new IllegalStateException("a program without a name was executed");
    } catch (ChildKilledException killed) {
      throw new UnsupportedOperationException(
          "no process can be started here: " + killed.getMessage() + ", as by a seccomp filter",
          killed);
    } catch (ErrnoException failure) {
      if (!failure.call().equals(SystemCall.EXECVE.manualName())
          || failure.errno() != Errno.ENOENT) {
        throw failure;
      }
    }
  }

  /** The system call that makes the children, as far as has been tried. */
  public static String cloneCall() {
    return (withClone3 ? SystemCall.CLONE3 : SystemCall.CLONE).manualName();
  }

  /**
   * What to start.
   *
   * @param path the file to execute; a relative one begins at {@code directory}
   * @param arguments the argument vector, the program's name first; C strings without their NUL
   * @param environment {@code NAME=value} each; C strings without their NUL
   * @param input the descriptor that becomes stdin, above the standard ones
   * @param output the descriptor that becomes stdout and stderr, above the standard ones
   * @param directory the descriptor of the directory to start in; empty for this process's own
   * @param cgroup the descriptor of the cgroup's directory to start in; empty for this process's
   *     own
   * @param umask empty for this process's own
   * @param nice empty for this thread's own
   * @param limits by {@code RLIMIT_} number; this process's own for the others
   */
  public record Request(
      String path,
      List<byte[]> arguments,
      List<byte[]> environment,
      int input,
      int output,
      OptionalInt directory,
      OptionalInt cgroup,
      OptionalInt umask,
      OptionalInt nice,
      Map<Integer, ResourceLimits.Pair> limits) {

    public Request {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
      limits = Map.copyOf(limits);
    }
  }

  /**
   * A child that runs its program, and must be reaped.
   *
   * @param pidfd closed on execve(2), above the standard descriptors
   */
  public record Child(long pid, int pidfd) {}

  /**
   * Starts a program and returns when it has been executed.
   *
   * @throws ErrnoException the call that failed, in the parent or in the child; no child is left
   * @throws ChildKilledException there was a child, which was killed; none is left
   */
  public Child spawn(Request request) throws ErrnoException, ChildKilledException {
    if (withClone3 && (request.cgroup().isEmpty() || KILLED_CLONES.areFew())) {
      try {
        Optional<Child> child = spawn(request, true);
        if (child.isPresent()) {
          noteLife(request);
          return child.get();
        }
        KILLED_CLONES.killed();
      } catch (ErrnoException failure) {
        if (!isMissing(request, failure)) {
          throw failure;
        }
        // As under the seccomp filter of a container, which cannot look into its arguments.
        withClone3 = false;
      }
    }
    return spawn(request, false).orElseThrow(ChildKilledException::new);
  }

  /** One without a cgroup says nothing of those with one. */
  private static void noteLife(Request request) {
    if (request.cgroup().isPresent()) {
      KILLED_CLONES.lived();
    }
  }

  /**
   * Whether a refusal is of clone3(2) itself, for good. Older filters of containers say EPERM, with
   * which a JVM runs where the C library makes threads by clone(2), as on aarch64 before glibc
   * 2.37. Any other refusal may be of the one cgroup that was asked for.
   */
  static boolean isMissing(Request request, ErrnoException failure) {
    return failure.call().equals(SystemCall.CLONE3.manualName())
        && (failure.errno() == Errno.ENOSYS
            || (failure.errno() == Errno.EPERM && request.cgroup().isEmpty()));
  }

  /**
   * Starts a program, in its cgroup by clone3(2) or by entering it.
   *
   * @return empty if the child was killed before it executed the program. Linux kills one that is
   *     cloned into a cgroup which has been killed more often than its parent's, as if it had
   *     escaped that; seen with 6.18. One that enters the cgroup by itself lives.
   */
  private Optional<Child> spawn(Request request, boolean byClone3) throws ErrnoException {
    OptionalInt entry =
        byClone3 || request.cgroup().isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Paths.openProcessesOf(request.cgroup().getAsInt()));
    try (Arena arena = Arena.ofConfined()) {
      CallTable table = new CallTable(Machine.current());
      MemorySegment pidfd = arena.allocate(JAVA_INT);
      addParentsPart(table, arena, pidfd, request, byClone3);
      entry.ifPresent(processes -> addEntry(table, arena, processes));
      MemorySegment reached = arena.allocate(JAVA_LONG);
      addChildsPart(table, arena, request, reached);
      Child child = run(table, table.layOut(arena), pidfd);
      if (reached.get(JAVA_LONG, 0) != 0) {
        return Optional.of(child);
      }
      Descriptors.closeQuietly(child.pidfd());
      Processes.awaitAndReapPid(child.pid());
      return Optional.empty();
    } finally {
      entry.ifPresent(Descriptors::closeQuietly);
    }
  }

  private Child run(CallTable table, MemorySegment laidOut, MemorySegment pidfd)
      throws ErrnoException {
    long pid = code.run(laidOut);
    if (pid < 0) {
      throw table.failure(CLONE_ENTRY, pid);
    }
    int descriptor = pidfd.get(JAVA_INT, 0);
    ErrnoException failure = table.failure(laidOut).orElse(null);
    if (failure != null) {
      Descriptors.closeQuietly(descriptor);
      Processes.awaitAndReapPid(pid);
      throw failure;
    }
    try {
      return new Child(pid, Descriptors.aboveStandard(descriptor));
    } catch (ErrnoException | RuntimeException | Error noDescriptor) {
      Processes.killAndReap(pid);
      throw noDescriptor;
    }
  }

  /**
   * A handler of this process must not run in the child, which shares its memory. clone3(2) gives
   * the child none; where clone(2) does not, every signal is blocked. SIGCHLD is so for no longer
   * than it must: the kernel throws it away where it is neither handled nor blocked, and otherwise
   * wakes any thread of this process for the end of any child meanwhile.
   */
  private void addParentsPart(
      CallTable table, Arena arena, MemorySegment pidfd, Request request, boolean byClone3) {
    MemorySegment blocked =
        arena.allocateFrom(JAVA_LONG, byClone3 ? EVERY_SIGNAL_BUT_SIGCHLD : EVERY_SIGNAL);
    MemorySegment own = arena.allocate(JAVA_LONG);
    table.add(
        SystemCall.RT_SIGPROCMASK, SIG_SETMASK, blocked.address(), own.address(), SIGNAL_SET_BYTES);
    long flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | (sharesDescriptors ? CLONE_FILES : 0);
    if (byClone3) {
      MemorySegment arguments = arena.allocate(CLONE_ARGS);
      PIDFD.set(arguments, 0L, pidfd.address());
      EXIT_SIGNAL.set(arguments, 0L, SIGCHLD);
      long place = request.cgroup().isPresent() ? CLONE_INTO_CGROUP : 0;
      FLAGS.set(arguments, 0L, flags | CLONE_CLEAR_SIGHAND | place);
      CGROUP.set(arguments, 0L, (long) request.cgroup().orElse(0));
      table.add(SystemCall.CLONE3, arguments.address(), CLONE_ARGS.byteSize());
    } else {
      // With CLONE_PIDFD the descriptor goes where CLONE_PARENT_SETTID would put the thread's id.
      table.add(SystemCall.CLONE, flags | SIGCHLD, 0, pidfd.address());
    }
    table.add(SystemCall.RT_SIGPROCMASK, SIG_SETMASK, own.address(), 0, SIGNAL_SET_BYTES);
  }

  /**
   * Before it changes a descriptor the child takes a table of its own, as far as it needs it.
   * clone(2) would have copied all of it, and the child would have to close all of it.
   */
  private void addOwnDescriptors(CallTable table, Request request) {
    int highest = Math.max(request.input(), request.output());
    table.add(
        SystemCall.CLOSE_RANGE,
        highest + 1,
        ALL_DESCRIPTORS,
        sharesDescriptors ? CLOSE_RANGE_UNSHARE : 0);
  }

  /** "0" stands for the process that writes it; cgroups(7). */
  private static void addEntry(CallTable table, Arena arena, int processes) {
    table.add(SystemCall.WRITE, processes, arena.allocateFrom("0").address(), 1);
  }

  /** In this order: no descriptor but the standard ones is left after close_range(2). */
  private void addChildsPart(CallTable table, Arena arena, Request request, MemorySegment reached) {
    request.directory().ifPresent(directory -> table.add(SystemCall.FCHDIR, directory));
    addOwnDescriptors(table, request);
    addDefaultSignals(table, arena);
    table.add(SystemCall.SETSID);
    table.add(SystemCall.DUP3, request.input(), STDIN, 0);
    table.add(SystemCall.DUP3, request.output(), STDOUT, 0);
    table.add(SystemCall.DUP3, request.output(), STDERR, 0);
    table.add(SystemCall.CLOSE_RANGE, STDERR + 1, ALL_DESCRIPTORS, 0);
    if (givesUpProtection) {
      addUsualOomScore(table, arena);
    }
    addAttributes(table, arena, request);
    MemorySegment none = arena.allocateFrom(JAVA_LONG, 0);
    // The mask that it replaces, of nearly every signal, tells the parent that the child got here.
    table.add(
        SystemCall.RT_SIGPROCMASK,
        SIG_SETMASK,
        none.address(),
        reached.address(),
        SIGNAL_SET_BYTES);
    table.add(
        SystemCall.EXECVE,
        arena.allocateFrom(request.path()).address(),
        vector(arena, request.arguments()).address(),
        vector(arena, request.environment()).address());
  }

  /**
   * When no descriptor but the standard ones is open, so that the file gets the one after them. A
   * child of vfork(2) has a value of its own, though it shares its parent's memory.
   */
  private static void addUsualOomScore(CallTable table, Arena arena) {
    long path = arena.allocateFrom(OOM_SCORE_ADJUSTMENT).address();
    int flags = Paths.O_WRONLY | Descriptors.O_CLOEXEC;
    table.add(SystemCall.OPENAT, Paths.OWN_DIRECTORY, path, flags);
    table.add(SystemCall.WRITE, STDERR + 1, arena.allocateFrom("0").address(), 1);
  }

  /** execve(2) resets handled signals itself, but not ignored ones. */
  private static void addDefaultSignals(CallTable table, Arena arena) {
    long byDefault = arena.allocate(SIGACTION_BYTES).address();
    for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
      if (signal != Processes.SIGKILL && signal != SIGSTOP) {
        table.add(SystemCall.RT_SIGACTION, signal, byDefault, 0, SIGNAL_SET_BYTES);
      }
    }
  }

  private static void addAttributes(CallTable table, Arena arena, Request request) {
    request.umask().ifPresent(umask -> table.add(SystemCall.UMASK, umask));
    request.nice().ifPresent(nice -> table.add(SystemCall.SETPRIORITY, PRIO_PROCESS, 0, nice));
    request
        .limits()
        .forEach(
            (resource, limit) ->
                table.add(
                    SystemCall.PRLIMIT64,
                    0,
                    resource,
                    ResourceLimits.layOut(arena, limit).address(),
                    0));
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
