package io.processmanager.ports.usecase;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One job from its start until nothing of it is left.
 *
 * <p>The monitor guards the state and is held for a transition and the signals that belong to it,
 * never across a wait. A signal under the monitor costs a system call and keeps "one SIGTERM for
 * many stops" and "none for an ended job" true.
 */
final class ManagedJob {

  /**
   * Not zero, with which a launcher does not look: what is left in process groups of its own, as a
   * shell with job control makes them, is found by looking only.
   */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final OutboundPorts ports;
  private final Audit audit;
  private final ProcessRef process;
  private final Consumer<ManagedJob> whenGone;
  private final Outcome<JobState.Ended> ended;
  private final Outcome<StopOutcome> stopped;
  private final Outcome<Boolean> gone;

  private Job job;
  private boolean killSent;
  private Instant killAt = Instant.MAX;
  private Registration killTimer = () -> {};

  /**
   * @param whenGone told once nothing of the job is left
   */
  ManagedJob(
      OutboundPorts ports,
      Audit audit,
      Job job,
      ProcessRef process,
      Consumer<ManagedJob> whenGone) {
    this.ports = ports;
    this.audit = audit;
    this.job = job;
    this.process = process;
    this.whenGone = whenGone;
    this.ended = new Outcome<>(ports.readers());
    this.stopped = new Outcome<>(ports.readers());
    this.gone = new Outcome<>(ports.readers());
  }

  /** Begins to wait for the leader's end. Called once, when the job can be found. */
  void watch() {
    var unused = ports.processes().onExit(process).thenAccept(this::leaderEnded);
  }

  JobId id() {
    return snapshot().id();
  }

  synchronized Job snapshot() {
    return job;
  }

  CompletableFuture<JobState.Ended> onExit() {
    return ended.await();
  }

  /** Completes when nothing of the job is left, whether it was stopped or ended by itself. */
  CompletableFuture<Boolean> onGone() {
    return gone.await();
  }

  /** What the leader is doing; nothing, once its end has been told. */
  ProcessStatus process() {
    return snapshot().state() instanceof JobState.Ended
        ? new ProcessStatus.Gone()
        : ports.processes().status(process);
  }

  void signal(Caller by, Signal signal) {
    synchronized (this) {
      if (job.state() instanceof JobState.Ended || !ports.processes().signal(process, signal)) {
        throw new JobsException.NotRunning(job.id());
      }
    }
    audit.record(new Audit.Event.SignalSent(by, id(), signal));
  }

  /**
   * Stops the job, or joins the stop that is under way. A later stop with less patience than is
   * left to the first brings the kill forward: that of the leader, and that of what it left behind.
   *
   * @throws JobsException.Failed the system refuses the signal; the job goes on as it was
   */
  CompletableFuture<StopOutcome> stop(Caller by, Duration grace) {
    boolean first = false;
    boolean hurry = false;
    synchronized (this) {
      if (job.state() instanceof JobState.Running running) {
        askToEnd(grace);
        job = job.in(running.stop(by.owner(), grace, ports.time().instant()));
        first = true;
      }
      if (job.state() instanceof JobState.Stopping) {
        killAfter(grace);
      }
      if (job.state() instanceof JobState.Ended end) {
        if (end.cause() instanceof EndCause.ByItself) {
          return CompletableFuture.completedFuture(new StopOutcome(end, false));
        }
        hurry = true;
      }
    }
    if (hurry) {
      var unused = ports.processes().retire(process, atLeastAtOnce(grace));
    }
    if (first) {
      audit.record(new Audit.Event.StopRequested(by, id(), grace));
    }
    return stopped.await();
  }

  /** SIGCONT lets a job that was stopped by SIGSTOP act on the SIGTERM; kill(2), signal(7). */
  private void askToEnd(Duration grace) {
    if (grace.isZero()) {
      sendKill();
    } else {
      ports.processes().signal(process, Signal.TERM);
      ports.processes().signal(process, Signal.CONT);
    }
  }

  private void killAfter(Duration grace) {
    if (grace.isZero()) {
      kill();
      return;
    }
    Instant at = ports.time().instant().plus(grace);
    if (!killSent && at.isBefore(killAt)) {
      killAt = at;
      killTimer.cancel();
      killTimer = ports.scheduler().after(grace, this::kill);
    }
  }

  private synchronized void kill() {
    if (job.state() instanceof JobState.Stopping && !killSent) {
      sendKill();
    }
  }

  private void sendKill() {
    ports.processes().signal(process, Signal.KILL);
    killSent = true;
    killTimer.cancel();
  }

  private void leaderEnded(Exit exit) {
    JobState.Ended end;
    Duration patience;
    synchronized (this) {
      Instant now = ports.time().instant();
      patience = patienceLeft(now);
      if (job.state() instanceof JobState.Running running) {
        end = running.end(exit, now);
      } else if (job.state() instanceof JobState.Stopping stopping) {
        end = stopping.end(exit, killSent, now);
      } else {
        return;
      }
      job = job.in(end);
      killTimer.cancel();
    }
    ended.complete(end);
    recordEnd();
    if (end.cause() instanceof EndCause.ByItself) {
      retireAfterOutput(end);
    } else {
      retire(end, atLeastAtOnce(patience));
    }
  }

  /** Not on the launcher's thread: a trail that takes no more must not hold up every job. */
  private void recordEnd() {
    Audit.Event event = new Audit.Event.Ended(snapshot());
    try {
      ports.readers().execute(() -> audit.record(event));
    } catch (RejectedExecutionException closed) {
      audit.record(event);
    }
  }

  private static Duration atLeastAtOnce(Duration patience) {
    return patience.compareTo(AT_ONCE) < 0 ? AT_ONCE : patience;
  }

  /** Clamped, because the time of day may be set back or forth meanwhile. */
  private Duration patienceLeft(Instant now) {
    if (killSent || !(job.state() instanceof JobState.Stopping stopping)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, killAt);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(stopping.grace()) > 0 ? stopping.grace() : left;
  }

  /** What the leader left behind may print until the launcher has ended the output. */
  private void retireAfterOutput(JobState.Ended end) {
    OutputLog output;
    try {
      output = ports.storage().log(id());
    } catch (IllegalArgumentException deletedMeanwhile) {
      retire(end, Duration.ZERO);
      return;
    }
    if (output.hasEnded()) {
      // Cut off, it was held open by something that is still there.
      boolean cutOff = output.completion() == OutputCompletion.CUT_OFF;
      retire(end, cutOff ? AT_ONCE : Duration.ZERO);
    } else {
      ports.storage().onGrowth(id(), output.endOffset(), () -> retireAfterOutput(end));
    }
  }

  private void retire(JobState.Ended end, Duration patience) {
    var unused =
        ports
            .processes()
            .retire(process, patience)
            .thenAccept(
                leftKilled -> {
                  boolean killed = leftKilled || end.cause() instanceof EndCause.KilledAfterGrace;
                  stopped.complete(new StopOutcome(end, killed));
                  gone.complete(true);
                  whenGone.accept(this);
                });
  }

  /** Ends all waits, because nobody will tell of this job any more. */
  void abandon(Supplier<JobsException> why) {
    ended.fail(why);
    stopped.fail(why);
    gone.fail(why);
  }
}
