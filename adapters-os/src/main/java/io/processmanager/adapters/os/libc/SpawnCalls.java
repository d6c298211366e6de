package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;

/**
 * The system calls of one start, in their order: those that make the child, and those that it makes
 * until its program runs. {@link Spawn} says what becomes of it.
 *
 * <p><b>Threading.</b> One thread.
 */
final class SpawnCalls {

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

  /** Of the process that opens it; proc_pid_oom_score_adj(5). */
  static final String OOM_SCORE_ADJUSTMENT = "/proc/self/oom_score_adj";

  private static final int CLONE_ENTRY = 1;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final long ALL_DESCRIPTORS = 0xffff_ffffL;
  private static final long EVERY_SIGNAL = -1;
  private static final long EVERY_SIGNAL_BUT_SIGCHLD = ~(1L << (SIGCHLD - 1));

  private final SegmentAllocator memory;
  private final Spawn.Request request;
  private final CallTable table = new CallTable(Machine.current());
  private final MemorySegment pidfd;
  private final MemorySegment reached;

  /**
   * None yet.
   *
   * @param memory for what they are given, zeroed, alive for as long as they are made
   */
  SpawnCalls(SegmentAllocator memory, Spawn.Request request) {
    this.memory = memory;
    this.request = request;
    this.pidfd = memory.allocate(JAVA_INT);
    this.reached = memory.allocate(JAVA_LONG);
  }

  /**
   * What the parent does, as far as the child begins. All signals are blocked meanwhile: a handler
   * of this process must not run in the child, which shares its memory. With clone3(2), which gives
   * the child no handlers, SIGCHLD is left out. A blocked one is kept though nobody handles it, and
   * the kernel wakes some thread of this process for it whenever a child ends.
   */
  void addParentsPart(boolean byClone3, boolean sharesDescriptors) {
    MemorySegment blocked =
        memory.allocateFrom(JAVA_LONG, byClone3 ? EVERY_SIGNAL_BUT_SIGCHLD : EVERY_SIGNAL);
    MemorySegment own = memory.allocate(JAVA_LONG);
    table.add(
        SystemCall.RT_SIGPROCMASK, SIG_SETMASK, blocked.address(), own.address(), SIGNAL_SET_BYTES);
    long flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | (sharesDescriptors ? CLONE_FILES : 0);
    if (byClone3) {
      MemorySegment arguments = memory.allocate(CLONE_ARGS);
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
  private void addOwnDescriptors(boolean sharesDescriptors) {
    int highest = Math.max(request.input(), request.output());
    table.add(
        SystemCall.CLOSE_RANGE,
        highest + 1,
        ALL_DESCRIPTORS,
        sharesDescriptors ? CLOSE_RANGE_UNSHARE : 0);
  }

  /** "0" stands for the process that writes it; cgroups(7). */
  void addEntry(int processes) {
    table.add(SystemCall.WRITE, processes, memory.allocateFrom("0").address(), 1);
  }

  /**
   * What the child does, in this order: no descriptor but the standard ones is left after
   * close_range(2).
   */
  void addChildsPart(boolean sharesDescriptors, boolean givesUpProtection) {
    request.directory().ifPresent(directory -> table.add(SystemCall.FCHDIR, directory));
    addOwnDescriptors(sharesDescriptors);
    addDefaultSignals();
    table.add(SystemCall.SETSID);
    table.add(SystemCall.DUP3, request.input(), STDIN, 0);
    table.add(SystemCall.DUP3, request.output(), STDOUT, 0);
    table.add(SystemCall.DUP3, request.output(), STDERR, 0);
    table.add(SystemCall.CLOSE_RANGE, STDERR + 1, ALL_DESCRIPTORS, 0);
    if (givesUpProtection) {
      addUsualOomScore();
    }
    addAttributes();
    MemorySegment none = memory.allocateFrom(JAVA_LONG, 0);
    // The mask that it replaces, of nearly every signal, tells the parent that the child got here.
    table.add(
        SystemCall.RT_SIGPROCMASK,
        SIG_SETMASK,
        none.address(),
        reached.address(),
        SIGNAL_SET_BYTES);
    table.add(
        SystemCall.EXECVE,
        memory.allocateFrom(request.path()).address(),
        vector(request.arguments()).address(),
        vector(request.environment()).address());
  }

  /**
   * When no descriptor but the standard ones is open, so that the file gets the one after them. A
   * child of vfork(2) has a value of its own, though it shares its parent's memory.
   */
  private void addUsualOomScore() {
    long path = memory.allocateFrom(OOM_SCORE_ADJUSTMENT).address();
    int flags = Paths.O_WRONLY | Descriptors.O_CLOEXEC;
    table.add(SystemCall.OPENAT, Paths.OWN_DIRECTORY, path, flags);
    table.add(SystemCall.WRITE, STDERR + 1, memory.allocateFrom("0").address(), 1);
  }

  /** execve(2) resets handled signals itself, but not ignored ones. */
  private void addDefaultSignals() {
    long byDefault = memory.allocate(SIGACTION_BYTES).address();
    for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
      if (signal != Processes.SIGKILL && signal != SIGSTOP) {
        table.add(SystemCall.RT_SIGACTION, signal, byDefault, 0, SIGNAL_SET_BYTES);
      }
    }
  }

  private void addAttributes() {
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
                    ResourceLimits.layOut(memory, limit).address(),
                    0));
  }

  private MemorySegment vector(List<byte[]> strings) {
    MemorySegment pointers = memory.allocate(ADDRESS, strings.size() + 1L);
    for (int i = 0; i < strings.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, cString(strings.get(i)));
    }
    pointers.setAtIndex(ADDRESS, strings.size(), MemorySegment.NULL);
    return pointers;
  }

  private MemorySegment cString(byte[] text) {
    MemorySegment copy = memory.allocate(text.length + 1L);
    MemorySegment.copy(text, 0, copy, JAVA_BYTE, 0, text.length);
    return copy;
  }

  /** Writes the calls down for {@link LaunchCode}. */
  MemorySegment layOut() {
    return table.layOut(memory);
  }

  /** Why there is no child, where making it returned {@code result}. */
  ErrnoException cloneFailure(long result) {
    return table.failure(CLONE_ENTRY, result);
  }

  /** The call that failed in the child, or after it was made, when they had been made. */
  Optional<ErrnoException> failure(MemorySegment laidOut) {
    return table.failure(laidOut);
  }

  /** The child's pidfd, once it has been made. */
  int pidfd() {
    return pidfd.get(JAVA_INT, 0);
  }

  /** Whether the child got as far as its program. */
  boolean childGotThere() {
    return reached.get(JAVA_LONG, 0) != 0;
  }
}
