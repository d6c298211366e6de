package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Epoll;
import io.processmanager.adapters.os.libc.ErrnoException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Leaders that a closed engine left running. They are children of this process, which has to reap
 * them when they end, or they stay zombies as long as it lives; wait(2). One thread waits for all,
 * and ends with the last.
 */
final class LeftProcesses {

  private static final System.Logger LOG = System.getLogger(LeftProcesses.class.getName());
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final Epoll epoll;
  private final Map<Long, LaunchedProcess> left = new HashMap<>();
  private final Consumer<LaunchedProcess> letGo;
  private final Runnable whenAllEnded;

  private LeftProcesses(Epoll epoll, Consumer<LaunchedProcess> letGo, Runnable whenAllEnded) {
    this.epoll = epoll;
    this.letGo = letGo;
    this.whenAllEnded = whenAllEnded;
  }

  /**
   * Reaps each when it has ended.
   *
   * @param letGo reaps one
   * @param whenAllEnded called after the last, or at once where nobody can wait for them
   */
  static void reap(
      List<LaunchedProcess> processes, Consumer<LaunchedProcess> letGo, Runnable whenAllEnded) {
    if (processes.isEmpty()) {
      whenAllEnded.run();
      return;
    }
    try {
      start(processes, letGo, whenAllEnded);
    } catch (ErrnoException | RuntimeException | Error failure) {
      // Whatever it is: who closes has more to close, and must come to it.
      LOG.log(
          System.Logger.Level.WARNING,
          "processes that are left running will be zombies until this JVM ends",
          failure);
      letGoOfAll(processes, letGo, whenAllEnded);
    }
  }

  private static void start(
      List<LaunchedProcess> processes, Consumer<LaunchedProcess> letGo, Runnable whenAllEnded)
      throws ErrnoException {
    Epoll epoll = Epoll.open();
    try {
      LeftProcesses reaper = new LeftProcesses(epoll, letGo, whenAllEnded);
      reaper.watch(processes);
      DaemonThreads.named("process-manager-left").newThread(reaper::run).start();
    } catch (ErrnoException | RuntimeException | Error failure) {
      epoll.close();
      throw failure;
    }
  }

  private static void letGoOfAll(
      List<LaunchedProcess> processes, Consumer<LaunchedProcess> letGo, Runnable whenAllEnded) {
    for (LaunchedProcess process : processes) {
      attempt(() -> letGo.accept(process));
    }
    attempt(whenAllEnded);
  }

  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.WARNING, "something of what was left stays open", failure);
    }
  }

  private void watch(List<LaunchedProcess> processes) throws ErrnoException {
    for (LaunchedProcess process : processes) {
      long token = process.ref().sequence();
      process.watchWith(epoll, token);
      left.put(token, process);
    }
  }

  private void run() {
    try {
      while (!left.isEmpty()) {
        int ready = epoll.await(-1);
        for (int i = 0; i < ready; i++) {
          reapIfEnded(epoll.token(i));
        }
      }
    } catch (ErrnoException | RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.ERROR, "nobody waits for what was left running", failure);
    } finally {
      epoll.close();
      whenAllEnded.run();
    }
  }

  private void reapIfEnded(long token) {
    LaunchedProcess process = left.get(token);
    if (process != null && process.canBeReaped()) {
      left.remove(token);
      // Closes its pidfd, which so leaves the set; epoll(7).
      letGo.accept(process);
    } else {
      // A tracer waits for it first; ptrace(2).
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
