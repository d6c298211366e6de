package io.processmanager.adapters.os.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

  /**
   * Before Linux 6.11 a table cut short by CLOSE_RANGE_UNSHARE could take numbers for used that are
   * free; later releases of earlier kernels are right too, but do not show it.
   */
  private static final boolean KERNEL_SHARES_DESCRIPTORS = Host.isKernelAtLeast(6, 11);

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
      return Paths.readShort(Paths.OWN_DIRECTORY, SpawnCalls.OOM_SCORE_ADJUSTMENT).startsWith("-");
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

  /**
   * The system call that makes children, as far as has been tried.
   *
   * @param intoCgroups whether it is to put them into cgroups
   */
  public static String cloneCall(boolean intoCgroups) {
    return (byClone3(intoCgroups) ? SystemCall.CLONE3 : SystemCall.CLONE).manualName();
  }

  private static boolean byClone3(boolean intoCgroup) {
    return withClone3 && (!intoCgroup || KILLED_CLONES.areFew());
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
    if (byClone3(request.cgroup().isPresent())) {
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
      SpawnCalls calls = new SpawnCalls(new Slab(arena), request);
      calls.addParentsPart(byClone3, sharesDescriptors);
      entry.ifPresent(calls::addEntry);
      calls.addChildsPart(sharesDescriptors, givesUpProtection);
      Child child = run(calls);
      if (calls.childGotThere()) {
        return Optional.of(child);
      }
      Descriptors.closeQuietly(child.pidfd());
      Processes.awaitAndReapPid(child.pid());
      return Optional.empty();
    } finally {
      entry.ifPresent(Descriptors::closeQuietly);
    }
  }

  private Child run(SpawnCalls calls) throws ErrnoException {
    MemorySegment table = calls.layOut();
    long pid = code.run(table);
    if (pid < 0) {
      throw calls.cloneFailure(pid);
    }
    ErrnoException failure = calls.failure(table).orElse(null);
    if (failure != null) {
      Descriptors.closeQuietly(calls.pidfd());
      Processes.awaitAndReapPid(pid);
      throw failure;
    }
    try {
      return new Child(pid, Descriptors.aboveStandard(calls.pidfd()));
    } catch (ErrnoException | RuntimeException | Error noDescriptor) {
      Processes.killAndReap(pid);
      throw noDescriptor;
    }
  }
}
