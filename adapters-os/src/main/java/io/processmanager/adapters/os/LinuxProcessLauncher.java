package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Retired;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/** Processes on Linux: clone(2), pidfd_open(2), epoll(7). */
final class LinuxProcessLauncher implements ProcessLauncher, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(LinuxProcessLauncher.class.getName());
  private static final long CLOSE_PATIENCE_SECONDS = 5;

  private final OutputStorage storage;
  private final LaunchSetting setting;
  private final CaptureLanes lanes;
  private final Retirements retirements;
  private final StatusReader statuses;
  private final AtomicLong sequences = new AtomicLong();
  private final Map<Long, LaunchedProcess> processes = new ConcurrentHashMap<>();
  private final ReadWriteLock launching = new ReentrantReadWriteLock();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean gaveUp;

  private LinuxProcessLauncher(
      OutputStorage storage, LaunchSetting setting, CaptureLanes lanes, StatusReader statuses) {
    this.storage = storage;
    this.setting = setting;
    this.lanes = lanes;
    this.retirements = new Retirements(this::sessions);
    this.statuses = statuses;
  }

  /** Those of the leaders that have not been reaped, whose numbers are nobody else's. */
  private Set<Long> sessions() {
    return processes.values().stream()
        .filter(process -> !process.isReaped())
        .map(process -> process.ref().pid())
        .collect(Collectors.toSet());
  }

  /** Starts the engine, on a machine that {@link Requirements} found good. */
  static LinuxProcessLauncher start(OutputStorage storage, LaunchSetting setting) {
    try {
      Reactor engine = setting.reactor();
      // Before there are lanes, which have threads and descriptors of their own.
      StatusReader statuses = StatusReader.open();
      CaptureLanes lanes =
          storage.mayBlock() ? CaptureLanes.beside(engine) : CaptureLanes.within(engine);
      return new LinuxProcessLauncher(storage, setting, lanes, statuses);
    } catch (ErrnoException failure) {
      giveBack(setting);
      throw Refusals.ofEngine(failure);
    } catch (RuntimeException | Error failure) {
      giveBack(setting);
      throw failure;
    }
  }

  private static void giveBack(LaunchSetting setting) {
    setting.reactor().stop();
    setting.close();
  }

  @Override
  public ProcessRef launch(JobId job, Owner owner, JobSpec spec) {
    Objects.requireNonNull(spec, "spec");
    // Never waited for: the lock is taken for good when the engine closes.
    if (!launching.readLock().tryLock()) {
      throw unavailable();
    }
    try {
      if (closed.get()) {
        throw unavailable();
      }
      ProcessRef launched = launchOpen(job, owner, spec);
      if (gaveUp) {
        endUnseen(launched);
        throw unavailable();
      }
      return launched;
    } finally {
      launching.readLock().unlock();
    }
  }

  /** Nobody else would end what was launched after the close had given up waiting for it. */
  private void endUnseen(ProcessRef launched) {
    LaunchedProcess process = processes.get(launched.sequence());
    if (process != null) {
      process.containment().kill(process, Retirements.lookAnew());
      process.killGroup();
    }
  }

  private static JobsException.Unavailable unavailable() {
    return new JobsException.Unavailable("the process engine is closed", null);
  }

  private ProcessRef launchOpen(JobId job, Owner owner, JobSpec spec) {
    OutputSink sink = new OutputSink(job, storage.create(job, owner));
    try {
      LaunchedProcess process =
          new Launch(setting, lanes, spec, sink).run(sequences.incrementAndGet());
      processes.put(process.ref().sequence(), process);
      return process.ref();
    } catch (RuntimeException | Error failure) {
      storage.delete(job);
      throw failure;
    }
  }

  @Override
  public CompletionStage<LeaderEnd> onExit(ProcessRef process) {
    LaunchedProcess known = processes.get(process.sequence());
    return known == null
        ? CompletableFuture.completedStage(LeaderEnd.of(new Exit.Unknown()))
        : known.onExit();
  }

  @Override
  public boolean signal(ProcessRef process, Signal signal) {
    Objects.requireNonNull(signal, "signal");
    LaunchedProcess known = processes.get(process.sequence());
    return known != null && known.signal(signal);
  }

  @Override
  public void kill(ProcessRef process) {
    LaunchedProcess known = processes.get(process.sequence());
    if (known == null) {
      return;
    }
    known.containment().killAtOnce(known);
    if (known.containment().isSearched()) {
      retirements.kill(known);
    }
  }

  @Override
  public ProcessStatus status(ProcessRef process) {
    LaunchedProcess known = processes.get(process.sequence());
    if (known == null || known.hasEnded()) {
      return new ProcessStatus.Gone();
    }
    ProcessStatus status = read(process);
    // Read before the leader was reaped, it was the leader's.
    return known.isReaped() ? new ProcessStatus.Gone() : status;
  }

  private ProcessStatus read(ProcessRef process) {
    try {
      return statuses.read(process.pid());
    } catch (UncheckedIOException failure) {
      throw new JobsException.Failed(
          "the state of process " + process.pid() + " cannot be read: " + failure.getCause(),
          failure);
    }
  }

  @Override
  public CompletionStage<Retired> retire(ProcessRef process, Duration patience) {
    LaunchedProcess known = processes.get(process.sequence());
    if (known == null) {
      return CompletableFuture.completedStage(new Retired(false, Thoroughness.BEST_EFFORT));
    }
    if (!known.hasEnded()) {
      throw new IllegalStateException(process + " has not ended and cannot be retired");
    }
    if (!retirements.isUnderWay(known) && isGone(known)) {
      // Nothing to wait for, as mostly: no other thread need be woken.
      retirements.forget(known);
      letGo(known);
      return CompletableFuture.completedStage(new Retired(false, known.containment().whenGone()));
    }
    if (!patience.isPositive() && known.containment().isSearched()) {
      known.killGroup();
      letGo(known);
      return CompletableFuture.completedStage(new Retired(false, Thoroughness.BEST_EFFORT));
    }
    return retirements.retire(known, patience, () -> letGo(known));
  }

  /** How many jobs were killed and had not died when that was last looked at. */
  int killedButThere() {
    return retirements.killedButThere();
  }

  private static boolean isGone(LaunchedProcess process) {
    return process.containment() instanceof CgroupContainment contained
        && contained.cgroup().removeAtOnce();
  }

  private void letGo(LaunchedProcess process) {
    process.reap();
    process.containment().release();
    processes.remove(process.ref().sequence(), process);
  }

  /**
   * Kills what still runs, ends its output, reaps it, gives threads and descriptors back. Not to be
   * called by a dependent of a stage of this launcher.
   */
  @Override
  public void close() {
    if (beginClose()) {
      List<LaunchedProcess> left = List.copyOf(processes.values());
      left.forEach(process -> kill(process.ref()));
      // Not by a look alone: what cannot be seen is killed all the same.
      left.forEach(LaunchedProcess::killGroup);
      awaitEnds(left);
      retirements.close(left, this::letGo);
      if (stopReactors()) {
        // Where a lane hangs in the storage nobody has told it.
        left.forEach(LaunchedProcess::tellEnd);
        // What does not die is let go of too, once nothing watches its descriptor.
        left.forEach(this::letGo);
        setting.close();
      }
    }
  }

  /**
   * As {@link #close}, but leaves alone what still runs, and reaps it when it has ended. No stage
   * tells of that.
   */
  void closeAndLeave() {
    if (beginClose()) {
      // Those that are under way alone: they have killed, or are about to.
      retirements.close(List.of(), this::letGo);
      List<LaunchedProcess> left = List.copyOf(processes.values());
      left.forEach(LaunchedProcess::forget);
      left.forEach(process -> process.containment().leave());
      if (stopReactors()) {
        left.forEach(LaunchedProcess::tellEnd);
        setting.closeForLaunches();
        LeftProcesses.reap(left, this::letGo, setting::closeCgroups);
      }
    }
  }

  /** The engine's own thread would wait for itself. */
  void refuseOwnThread() {
    if (setting.reactor().isCurrentThread()) {
      throw new IllegalStateException("the process engine's own thread cannot close it");
    }
  }

  /** Returns whether it is this call that closes. */
  private boolean beginClose() {
    refuseOwnThread();
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    gaveUp = !awaitLaunches();
    return true;
  }

  /** Returns false where they are left to a start that does not return. */
  private boolean stopReactors() {
    if (gaveUp) {
      LOG.log(
          System.Logger.Level.ERROR,
          "a start does not return; the process engine's thread and descriptors are left to it");
      return false;
    }
    setting.reactor().stop();
    lanes.stop();
    return true;
  }

  /**
   * Waits for the launches that are under way: what they launch is to be seen and killed. Bounded,
   * as a program on a file system that does not answer is executed when that does.
   */
  private boolean awaitLaunches() {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_PATIENCE_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return launching.writeLock().tryLock(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void awaitEnds(List<LaunchedProcess> processes) {
    CompletableFuture<?>[] ends =
        processes.stream()
            .map(process -> process.onExit().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    // Bounded: a process in an uninterruptible sleep does not end before its device answers.
    boolean _ =
        Reactor.awaited(CompletableFuture.allOf(ends), Duration.ofSeconds(CLOSE_PATIENCE_SECONDS));
  }
}
