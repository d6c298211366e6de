package io.processmanager.adapters.os;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Waits until nothing is left of jobs whose leader has ended, and kills what stays too long. One
 * thread looks on behalf of all: however many jobs are waited for, {@code /proc} is read once a
 * round.
 */
final class Retirements {

  private static final System.Logger LOG = System.getLogger(Retirements.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_KILL = Duration.ofMillis(5);

  private final ScheduledThreadPoolExecutor sweeper =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("process-manager-sweeper"));

  // Guarded by this.
  private final Map<LaunchedProcess, Retirement> pending = new LinkedHashMap<>();
  private Future<?> nextRound = CompletableFuture.completedFuture(null);
  private boolean requested;
  private boolean closed;

  // The sweeper's thread.
  private Duration pause = FIRST_PAUSE;

  Retirements() {
    sweeper.setRemoveOnCancelPolicy(true);
    sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Waits for what is left of {@code process} and kills it after {@code patience}; if it is waited
   * for already, not later than that.
   *
   * @param letGo reaps the leader; called once, when nothing is left
   * @return whether something had to be killed
   */
  CompletionStage<Boolean> retire(LaunchedProcess process, Duration patience, Runnable letGo) {
    synchronized (this) {
      if (!closed) {
        Retirement retirement =
            pending.computeIfAbsent(process, key -> new Retirement(key, patience, letGo));
        retirement.hurry(patience);
        request();
        return retirement.outcome();
      }
      // The close looks after all that there is; let go of now, it would not be looked for.
      Retirement last = pending.get(process);
      return last == null ? CompletableFuture.completedStage(false) : last.outcome();
    }
  }

  private void request() {
    if (!requested) {
      requested = true;
      sweeper.execute(this::newRound);
    }
  }

  private void newRound() {
    pause = FIRST_PAUSE;
    round();
  }

  private void round() {
    try {
      beginRound().stream().filter(Retirement::isOver).forEach(this::finish);
    } catch (RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.ERROR, "a look at what jobs left behind failed", failure);
    } finally {
      scheduleNext();
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private List<Retirement> beginRound() {
    List<Retirement> round;
    synchronized (this) {
      requested = false;
      round = new ArrayList<>(pending.values());
    }
    if (!round.isEmpty()) {
      Optional<Leftovers> leftovers = look();
      round.forEach(retirement -> retirement.look(leftovers));
    }
    return round;
  }

  /** Empty if nothing can be seen, as when there are no more descriptors. */
  private static Optional<Leftovers> look() {
    try {
      return Optional.of(Leftovers.scan());
    } catch (UncheckedIOException failure) {
      LOG.log(System.Logger.Level.WARNING, "what jobs left behind cannot be seen", failure);
      return Optional.empty();
    }
  }

  private synchronized void scheduleNext() {
    if (!closed && !requested && !pending.isEmpty()) {
      Duration delay = pause;
      for (Retirement retirement : pending.values()) {
        delay = min(delay, retirement.isKilling() ? PAUSE_AFTER_KILL : retirement.patience());
      }
      nextRound.cancel(false);
      nextRound = sweeper.schedule(this::round, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** How many looks are due, now or later; one is enough, however many jobs are waited for. */
  int looksDue() {
    return sweeper.getQueue().size();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void finish(Retirement retirement) {
    synchronized (this) {
      if (!pending.remove(retirement.process(), retirement)) {
        return;
      }
    }
    retirement.finish();
  }

  /**
   * Kills all that is left of {@code processes}, waits a moment for it to vanish, and lets go of
   * them. Retirements that are under way end with it.
   *
   * @param letGo reaps a leader
   */
  void close(Collection<LaunchedProcess> processes, Consumer<LaunchedProcess> letGo) {
    synchronized (this) {
      closed = true;
    }
    endSweeper();
    List<Retirement> last = withoutPatience(processes, letGo);
    while (!last.isEmpty()) {
      Optional<Leftovers> leftovers = look();
      last.forEach(retirement -> retirement.look(leftovers));
      last.stream().filter(Retirement::isOver).forEach(this::finish);
      last.removeIf(Retirement::isOver);
      if (!last.isEmpty()) {
        LockSupport.parkNanos(PAUSE_AFTER_KILL.toNanos());
      }
    }
  }

  /** The rounds that wait are dropped, the one that runs is waited for. */
  private void endSweeper() {
    sweeper.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (sweeper.awaitTermination(1, TimeUnit.SECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Retirement> withoutPatience(
      Collection<LaunchedProcess> processes, Consumer<LaunchedProcess> letGo) {
    for (LaunchedProcess process : processes) {
      pending.computeIfAbsent(
          process, key -> new Retirement(key, Duration.ZERO, () -> letGo.accept(key)));
    }
    pending.values().forEach(retirement -> retirement.hurry(Duration.ZERO));
    return new ArrayList<>(pending.values());
  }
}
