package io.processmanager.adapters.os;

import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.Retired;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits until nothing is left of jobs whose leader has ended, and kills what stays too long. One
 * thread looks on behalf of all: however many jobs are waited for, {@code /proc} is read once a
 * round.
 */
final class Retirements {

  private static final System.Logger LOG = System.getLogger(Retirements.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_AT_CLOSE = Duration.ofMillis(5);

  private final ScheduledThreadPoolExecutor sweeper =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("process-manager-sweeper"));

  // Guarded by this.
  private final Map<LaunchedProcess, Retirement> pending = new LinkedHashMap<>();
  private final Set<LaunchedProcess> killedBefore = new HashSet<>();
  private Future<?> nextRound = CompletableFuture.completedFuture(null);
  private final Set<LaunchedProcess> toKill = new LinkedHashSet<>();
  private boolean requested;
  private int dueLater;
  private boolean closed;

  // The sweeper's thread, and when it has ended that of the close.
  private Duration pause = FIRST_PAUSE;
  private final Marks marks;

  /**
   * @param sessions those whose leaders are kept from being reaped
   */
  Retirements(Supplier<Set<Long>> sessions) {
    marks = new Marks(sessions);
    sweeper.setRemoveOnCancelPolicy(true);
    sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Kills all that is found of a job, at the next look. */
  void kill(LaunchedProcess process) {
    synchronized (this) {
      if (!closed) {
        toKill.add(process);
        request();
      }
    }
  }

  /**
   * Waits for what is left of {@code process} and kills it after {@code patience}; if it is waited
   * for already, not later than that. What has been killed and is pending is killed again, and
   * waited for as long as {@code patience}.
   *
   * @param letGo reaps the leader; called once, when nothing is left
   * @return what became of it
   */
  CompletionStage<Retired> retire(LaunchedProcess process, Duration patience, Runnable letGo) {
    synchronized (this) {
      if (!closed) {
        Retirement retirement = underWay(process, patience, letGo);
        request();
        return retirement.outcome();
      }
      // The close looks after all that there is; let go of now, it would not be looked for.
      Retirement last = pending.get(process);
      return last == null
          ? CompletableFuture.completedStage(new Retired(false, Thoroughness.BEST_EFFORT))
          : last.outcome();
    }
  }

  private Retirement underWay(LaunchedProcess process, Duration patience, Runnable letGo) {
    if (killedBefore.contains(process)) {
      Retirement retirement =
          pending.computeIfAbsent(process, key -> Retirement.again(key, patience, letGo));
      retirement.waitOn(patience);
      return retirement;
    }
    Retirement retirement =
        pending.computeIfAbsent(process, key -> new Retirement(key, patience, letGo));
    retirement.hurry(patience);
    return retirement;
  }

  /** Nothing is left of {@code process}, which was found without being waited for here. */
  synchronized void forget(LaunchedProcess process) {
    if (!killedBefore.isEmpty()) {
      killedBefore.remove(process);
    }
  }

  /** How many were killed and had not died when that was last looked at. */
  synchronized int killedButThere() {
    return killedBefore.size();
  }

  /** Whether {@code process} is waited for, so that its outcome alone knows what that took. */
  synchronized boolean isUnderWay(LaunchedProcess process) {
    return pending.containsKey(process);
  }

  private void request() {
    if (!requested) {
      requested = true;
      sweeper.execute(this::newRound);
    }
  }

  private void dueRound() {
    synchronized (this) {
      dueLater--;
      nextRound = CompletableFuture.completedFuture(null);
    }
    round();
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
    List<LaunchedProcess> kills;
    synchronized (this) {
      requested = false;
      round = new ArrayList<>(pending.values());
      kills = List.copyOf(toKill);
      toKill.clear();
    }
    boolean searches = !kills.isEmpty() || round.stream().anyMatch(Retirement::isSearched);
    Optional<Leftovers> seen = searches ? look() : Optional.empty();
    kills.forEach(process -> guarded(() -> process.containment().kill(process, seen)));
    round.forEach(retirement -> retirement.look(seen));
    return round;
  }

  /** What cannot be done for one job is done for the others. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.ERROR, "a job cannot be killed", failure);
    }
  }

  /** A look by somebody who shares nothing with the sweeper. */
  static Optional<Leftovers> lookAnew() {
    return look(new Marks(Set::of));
  }

  private Optional<Leftovers> look() {
    return look(marks);
  }

  /** Empty if nothing can be seen, as when there are no more descriptors. */
  private static Optional<Leftovers> look(Marks remembered) {
    try {
      return Optional.of(Leftovers.scan(remembered));
    } catch (UncheckedIOException failure) {
      LOG.log(System.Logger.Level.WARNING, "what jobs left behind cannot be seen", failure);
      return Optional.empty();
    }
  }

  private synchronized void scheduleNext() {
    if (!closed && !requested && !pending.isEmpty()) {
      Duration delay = pause;
      for (Retirement retirement : pending.values()) {
        delay = min(delay, retirement.nextLook());
      }
      if (nextRound.cancel(false)) {
        dueLater--;
      }
      nextRound = sweeper.schedule(this::dueRound, delay.toNanos(), TimeUnit.NANOSECONDS);
      dueLater++;
    }
  }

  /** How many looks are due later; one is enough, however many jobs are waited for. */
  synchronized int looksDueLater() {
    return dueLater;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void finish(Retirement retirement) {
    synchronized (this) {
      if (!pending.remove(retirement.process(), retirement)) {
        return;
      }
      if (retirement.isPending()) {
        killedBefore.add(retirement.process());
      } else {
        killedBefore.remove(retirement.process());
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
      boolean searches = last.stream().anyMatch(Retirement::isSearched);
      Optional<Leftovers> seen = searches ? look() : Optional.empty();
      last.forEach(retirement -> retirement.look(seen));
      last.stream().filter(Retirement::isOver).forEach(this::finish);
      last.removeIf(Retirement::isOver);
      if (!last.isEmpty()) {
        LockSupport.parkNanos(PAUSE_AT_CLOSE.toNanos());
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
