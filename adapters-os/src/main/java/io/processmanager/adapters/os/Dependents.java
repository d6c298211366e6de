package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What callers hang onto the end of jobs, run by the reactor's thread when it has served its
 * descriptors: to wake another thread for each end takes more of the processors than what is mostly
 * hung onto one. The thread lends itself for that. When it does not come back within a moment,
 * another takes its place, and it ends once it does. After something slow or blocking other threads
 * are asked for a while.
 *
 * <p><b>Threading.</b> Any thread, except where a method says otherwise.
 */
final class Dependents implements Executor {

  /** A thread that has been lent twice as long has certainly lost its place. */
  private static final Duration TICK = Duration.ofMillis(5);

  /** What the descriptors may wait for dependents in one turn; those left go to other threads. */
  private static final long LONGEST_TURN_NANOS = 1_000_000;

  /** Of the time that one takes. Not of a single one: it may have lost its processor. */
  private static final long LONGEST_MEAN_NANOS = 200_000;

  /** How many the mean is over, roughly: those long ago count less. */
  private static final int MEAN_OVER = 32;

  private static final long FIRST_PENALTY_NANOS = 50_000_000;
  private static final long LONGEST_PENALTY_NANOS = 2_000_000_000L;

  private final Scheduler scheduler;
  private final Executor others;
  private final Runnable serve;
  private final ThreadFactory threads;
  private final Thread first;
  private final AtomicReference<Turn> turn;
  private final AtomicBoolean watched = new AtomicBoolean();

  // The reactor's thread.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long penaltyNanos = FIRST_PENALTY_NANOS;
  private long quickAgainAt = System.nanoTime();
  private long meanNanos;

  // The scheduler's thread.
  private Turn lastSeen;

  /**
   * @param name of the reactor's threads
   * @param others run what is no work for the reactor's thread
   * @param serve the reactor's loop, which ends when {@link #runAll} returns false
   */
  Dependents(String name, Scheduler scheduler, Executor others, Runnable serve) {
    this.threads = DaemonThreads.named(name);
    this.scheduler = scheduler;
    this.others = others;
    this.serve = serve;
    this.first = threads.newThread(serve);
    this.lastSeen = new Turn(first, false);
    this.turn = new AtomicReference<>(lastSeen);
  }

  /** Who has the reactor; each has its identity, so that two lendings can be told apart. */
  private static final class Turn {
    private final Thread holder;
    private final boolean lent;

    Turn(Thread holder, boolean lent) {
      this.holder = holder;
      this.lent = lent;
    }

    boolean isCurrent() {
      return holder == Thread.currentThread();
    }
  }

  /** Starts a reactor that works with the same scheduler and the same other threads. */
  Reactor startReactor(String name, int bufferBytes) throws ErrnoException {
    return Reactor.start(name, bufferBytes, scheduler, others);
  }

  /** Starts the reactor's first thread. */
  void start() {
    first.start();
  }

  private Turn now() {
    return Objects.requireNonNull(turn.get());
  }

  /** Whether the calling thread is the reactor's, and not lent. */
  boolean isServing() {
    Turn now = now();
    return now.isCurrent() && !now.lent;
  }

  /** After a failure: takes the place back if it is lent. Returns whether the caller has it. */
  boolean keepPlace() {
    Turn now = now();
    return now.isCurrent()
        && (!now.lent || turn.compareAndSet(now, new Turn(Thread.currentThread(), false)));
  }

  @Override
  public void execute(Runnable task) {
    if (isServing() && System.nanoTime() - quickAgainAt >= 0) {
      waiting.add(task);
    } else {
      others.execute(task);
    }
  }

  /**
   * Runs what has come. The reactor's thread.
   *
   * @return false if the calling thread is not the reactor's any more and has nothing left to do
   */
  boolean runAll() {
    if (waiting.isEmpty()) {
      return true;
    }
    long began = System.nanoTime();
    long before = began;
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      if (!lendTo(next)) {
        return false;
      }
      long after = System.nanoTime();
      meanNanos += (after - before - meanNanos) / MEAN_OVER;
      before = after;
      if (meanNanos >= LONGEST_MEAN_NANOS) {
        askOthers();
      } else if (after - began >= LONGEST_TURN_NANOS) {
        giveAway();
      }
    }
    return true;
  }

  /** Returns whether the thread still has its place. */
  private boolean lendTo(Runnable task) {
    Turn lent = new Turn(Thread.currentThread(), true);
    turn.set(lent);
    watch();
    Reactor.guarded(task);
    if (!turn.compareAndSet(lent, new Turn(Thread.currentThread(), false))) {
      return false;
    }
    // What a dependent leaves behind there is nobody's concern but its own.
    Thread.interrupted();
    return true;
  }

  /** For longer each time, unless it went well at least as long as the last time. */
  private void askOthers() {
    long now = System.nanoTime();
    boolean wentWell = now - quickAgainAt >= penaltyNanos;
    penaltyNanos =
        wentWell ? FIRST_PENALTY_NANOS : Math.min(2 * penaltyNanos, LONGEST_PENALTY_NANOS);
    quickAgainAt = now + penaltyNanos;
    meanNanos = LONGEST_MEAN_NANOS / 2;
    giveAway();
  }

  /** Has other threads run what has come. The reactor's thread. */
  void giveAway() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      try {
        others.execute(next);
      } catch (RejectedExecutionException closed) {
        Reactor.guarded(next);
      }
    }
  }

  /** Has another thread take the place of the calling one, if that is the reactor's and is lent. */
  void handOver() {
    Turn now = now();
    if (now.isCurrent() && now.lent) {
      replace(now);
    }
  }

  private void replace(Turn stuck) {
    Runnable takeOver =
        () -> {
          if (turn.compareAndSet(stuck, new Turn(Thread.currentThread(), false))) {
            askOthers();
            serve.run();
          }
        };
    threads.newThread(takeOver).start();
  }

  private void watch() {
    if (!watched.get() && watched.compareAndSet(false, true)) {
      var _ = scheduler.after(TICK, this::look);
    }
  }

  private void look() {
    Turn now = now();
    boolean nothingNew = now == lastSeen;
    lastSeen = now;
    if (nothingNew && !now.lent) {
      watched.set(false);
      // Lent in between, the thread may have found itself watched.
      if (now().lent) {
        watch();
      }
      return;
    }
    var _ = scheduler.after(TICK, this::look);
    if (nothingNew) {
      replace(now);
    }
  }
}
