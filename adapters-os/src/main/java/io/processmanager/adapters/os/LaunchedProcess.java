package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Epoll;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Processes;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.ProcessRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A leader, from its launch until it is reaped.
 *
 * <p>Its process id, which is its group's and its session's too, is not given away by the kernel
 * before it is reaped. Signals and the reaping exclude each other, so none reaches a stranger.
 */
final class LaunchedProcess implements Reactor.Source {

  private static final System.Logger LOG = System.getLogger(LaunchedProcess.class.getName());

  /**
   * How long the leader's last output may take to be stored before its end is told all the same.
   */
  private static final Duration OUTPUT_PATIENCE = Duration.ofSeconds(1);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final ProcessRef ref;
  private final int pidfd;
  private final Reactor reactor;
  private final OutputPipe output;
  private final Containment containment;
  private final CompletableFuture<LeaderEnd> exit = new CompletableFuture<>();
  private final Complaints complaints = new Complaints(LOG);

  private volatile @Nullable LeaderEnd end;
  private Reactor.@Nullable Watch watch;
  private boolean reaped;

  LaunchedProcess(
      ProcessRef ref, int pidfd, Reactor reactor, OutputPipe output, Containment containment) {
    this.ref = ref;
    this.pidfd = pidfd;
    this.reactor = reactor;
    this.output = output;
    this.containment = containment;
  }

  Containment containment() {
    return containment;
  }

  ProcessRef ref() {
    return ref;
  }

  /** Begins to wait for the end. */
  void open() throws ErrnoException {
    // The lock makes the watch visible to a reactor that is faster than this thread.
    synchronized (this) {
      watch = reactor.watchOnce(pidfd, this);
    }
  }

  CompletionStage<LeaderEnd> onExit() {
    return exit.minimalCompletionStage();
  }

  boolean hasEnded() {
    return exit.isDone();
  }

  /** Called once only: who is told that there is an end and does not see it looks again. */
  @Override
  public void onReadable() {
    look(LOOK_AGAIN);
  }

  private void look(Duration again) {
    Optional<Exit> how = ending();
    if (how.isPresent()) {
      ended(how.get());
    } else {
      // A tracer, such as strace(1), waits for it first, and a debugger may do so for hours. The
      // descriptor stays readable meanwhile: to wait for it would be to look all the time.
      // ptrace(2)
      Duration twice = again.multipliedBy(2);
      Duration next = twice.compareTo(LONGEST_BETWEEN_LOOKS) < 0 ? twice : LONGEST_BETWEEN_LOOKS;
      reactor.at(System.nanoTime() + again.toNanos(), () -> look(next));
    }
  }

  private Optional<Exit> ending() {
    try {
      return Processes.peekEnding(pidfd).map(LaunchedProcess::exit);
    } catch (ErrnoException failure) {
      // Something else in this JVM has reaped our child.
      LOG.log(System.Logger.Level.ERROR, () -> "the exit of " + ref + " is lost", failure);
      return Optional.of(new Exit.Unknown());
    }
  }

  private static Exit exit(Processes.Ending ending) {
    return switch (ending) {
      case Processes.Ending.Exited exited -> new Exit.Exited(exited.status());
      case Processes.Ending.Killed killed ->
          new Exit.Signaled(new Signal(killed.signal()), killed.coreDumped());
      case Processes.Ending.Other _ -> new Exit.Unknown();
    };
  }

  private void ended(Exit how) {
    boolean killed = how instanceof Exit.Signaled signaled && signaled.signal().equals(Signal.KILL);
    if (killed) {
      containment.killedFromElsewhere();
    }
    end = new LeaderEnd(how, killed && containment.outOfMemory());
    // Who hears of the end finds in the output what the leader has written.
    output.leaderEnded(this::tellEnd);
    if (!exit.isDone()) {
      // A storage that hangs keeps nobody from hearing of it.
      reactor.at(System.nanoTime() + OUTPUT_PATIENCE.toNanos(), this::tellEnd);
    }
    // Only now: where there was no memory for all that, it is done again.
    forget();
  }

  /** Tells the end, if there is one and it has not been told. Any thread. */
  void tellEnd() {
    LeaderEnd known = end;
    if (known != null) {
      exit.complete(known);
    }
  }

  /** Nobody is told of its end any more. */
  synchronized void forget() {
    if (watch != null) {
      reactor.forget(watch);
    }
  }

  /** The reactor stops: the last chance to learn of the end. */
  @Override
  public void onStop() {
    ended(ending().orElseGet(Exit.Unknown::new));
  }

  /**
   * Sends a signal to the leader and its group.
   *
   * @return whether there was anybody to send it to
   */
  synchronized boolean signal(Signal signal) {
    if (reaped) {
      return false;
    }
    try {
      Processes.signalGroup(ref.pid(), signal.number());
      return true;
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.ESRCH) {
        return false;
      }
      throw new JobsException.Failed(
          signal + " cannot be sent to process group " + ref.pid() + ": " + failure.description(),
          failure);
    }
  }

  /** Kills the group; a job of another user, which may not be killed, is left and logged. */
  void killGroup() {
    try {
      signal(Signal.KILL);
    } catch (JobsException.Failed failure) {
      complaints.warn(String.valueOf(failure.getMessage()));
    }
  }

  /**
   * Kills what is left of the job. Its own group at one stroke: kill(2) and fork(2) exclude each
   * other, so no child slips through. What is in other groups one by one, and after that: a leader
   * that waits for it would end by itself before it is killed. Nothing, if the leader has been
   * reaped meanwhile: its number may be a stranger's by now.
   *
   * @param members what was found of the job while its leader was not reaped
   */
  void killWith(Iterable<LiveProcess> members) {
    whileKept(
        () -> {
          killGroup();
          for (LiveProcess member : members) {
            if (member.stat().group() != ref.pid()) {
              member.kill(complaints);
            }
          }
        });
  }

  /** What cannot be done for the job is said here. */
  Complaints complaints() {
    return complaints;
  }

  /** Does something that needs the process id to be the leader's; nothing once it is let go of. */
  synchronized void whileKept(Runnable action) {
    if (!reaped) {
      action.run();
    }
  }

  synchronized boolean isReaped() {
    return reaped;
  }

  /** Watches for its end with a set of the caller's. */
  void watchWith(Epoll epoll, long token) throws ErrnoException {
    epoll.add(pidfd, token);
  }

  /** Whether it has ended, and nobody else waits for it first. */
  boolean canBeReaped() {
    return ending().isPresent();
  }

  /** Lets go of the process id. From here on nothing is sent. */
  synchronized void reap() {
    if (reaped) {
      return;
    }
    reaped = true;
    try {
      if (Processes.reap(pidfd).isEmpty()) {
        LOG.log(System.Logger.Level.WARNING, () -> ref + " does not end and is left behind");
      }
    } catch (ErrnoException failure) {
      LOG.log(System.Logger.Level.DEBUG, () -> ref + " was reaped by something else", failure);
    } finally {
      Descriptors.closeQuietly(pidfd);
    }
  }

  /** Undoes a launch of which nobody will hear: kills, reaps, gives descriptors back. */
  static void undo(long pid) {
    try {
      Processes.killAndReap(pid);
    } catch (ErrnoException failure) {
      LOG.log(System.Logger.Level.ERROR, () -> "process " + pid + " was not undone", failure);
    }
  }
}
