package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.ProcessRef;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Processes on Linux: posix_spawn(3), pidfd_open(2), epoll(7). */
final class LinuxProcessLauncher implements ProcessLauncher, AutoCloseable {

  private static final long CLOSE_PATIENCE_SECONDS = 5;

  private final OutputStorage storage;
  private final Drain drain;
  private final Reactor reactor;
  private final Retirements retirements;
  private final StatusReader statuses;
  private final AtomicLong sequences = new AtomicLong();
  private final Map<Long, LaunchedProcess> processes = new ConcurrentHashMap<>();
  private final ReadWriteLock launching = new ReentrantReadWriteLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  private LinuxProcessLauncher(
      OutputStorage storage, Drain drain, Reactor reactor, StatusReader statuses) {
    this.storage = storage;
    this.drain = drain;
    this.reactor = reactor;
    this.retirements = new Retirements();
    this.statuses = statuses;
  }

  /** Starts the engine, on a machine that {@link Requirements} found good. */
  static LinuxProcessLauncher start(OutputStorage storage, Drain drain) throws ErrnoException {
    StatusReader statuses = StatusReader.open();
    return new LinuxProcessLauncher(storage, drain, Reactor.start(), statuses);
  }

  @Override
  public ProcessRef launch(JobId job, JobSpec spec) {
    Objects.requireNonNull(spec, "spec");
    // Never waited for: the lock is taken for good when the engine closes.
    if (!launching.readLock().tryLock()) {
      throw unavailable();
    }
    try {
      if (closed.get()) {
        throw unavailable();
      }
      return launchOpen(job, spec);
    } finally {
      launching.readLock().unlock();
    }
  }

  private static JobsException.Unavailable unavailable() {
    return new JobsException.Unavailable("the process engine is closed", null);
  }

  private ProcessRef launchOpen(JobId job, JobSpec spec) {
    OutputSink sink = new OutputSink(job, storage.create(job));
    try {
      LaunchedProcess process =
          new Launch(reactor, spec, sink, drain).run(sequences.incrementAndGet());
      processes.put(process.ref().sequence(), process);
      return process.ref();
    } catch (RuntimeException | Error failure) {
      storage.delete(job);
      throw failure;
    }
  }

  @Override
  public CompletionStage<Exit> onExit(ProcessRef process) {
    LaunchedProcess known = processes.get(process.sequence());
    return known == null ? CompletableFuture.completedStage(new Exit.Unknown()) : known.onExit();
  }

  @Override
  public boolean signal(ProcessRef process, Signal signal) {
    Objects.requireNonNull(signal, "signal");
    LaunchedProcess known = processes.get(process.sequence());
    return known != null && known.signal(signal);
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
  public CompletionStage<Boolean> retire(ProcessRef process, Duration patience) {
    LaunchedProcess known = processes.get(process.sequence());
    if (known == null) {
      return CompletableFuture.completedStage(false);
    }
    if (!known.hasEnded()) {
      throw new IllegalStateException(process + " has not ended and cannot be retired");
    }
    if (!patience.isPositive()) {
      known.kill();
      letGo(known);
      return CompletableFuture.completedStage(false);
    }
    return retirements.retire(known, patience, () -> letGo(known));
  }

  private void letGo(LaunchedProcess process) {
    process.reap();
    processes.remove(process.ref().sequence(), process);
  }

  /**
   * Kills what still runs, ends its output, reaps it, gives threads and descriptors back. Not to be
   * called by a dependent of a stage of this launcher.
   */
  @Override
  public void close() {
    if (reactor.isCurrentThread()) {
      throw new IllegalStateException("the process engine's own thread cannot close it");
    }
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Waits for the launches that are under way: what they launch is seen and killed here.
    launching.writeLock().lock();
    List<LaunchedProcess> left = List.copyOf(processes.values());
    left.forEach(LaunchedProcess::kill);
    awaitEnds(left);
    retirements.close(left, this::letGo);
    reactor.stop();
  }

  private static void awaitEnds(List<LaunchedProcess> processes) {
    CompletableFuture<?>[] ends =
        processes.stream()
            .map(process -> process.onExit().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    // Bounded: a process in an uninterruptible sleep does not end before its device answers.
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
