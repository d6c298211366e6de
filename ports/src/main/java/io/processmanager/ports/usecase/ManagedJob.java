package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One job from its start until its leader ends; its {@link Aftermath} is what follows.
 *
 * <p>The monitor guards the state and is held for a transition and the signals that belong to it,
 * never across a wait or a kill, which may have to look for what it kills. A signal under the
 * monitor costs a system call and keeps "one SIGTERM for many stops" and "none for an ended job"
 * true.
 */
final class ManagedJob {

  private final OutboundPorts ports;
  private final JobTrail trail;
  private final JobChanges changes;
  private final JobProcess process;
  private final Outcome<JobState.Ended> ended;
  private final Aftermath aftermath;
  private final KillTimer killTimer;
  private final Senders senders = new Senders();

  private Job job;
  private Registration runTimer = () -> {};

  /**
   * @param whenGone told once nothing of the job is left
   */
  ManagedJob(
      OutboundPorts ports,
      Audit audit,
      JobChanges changes,
      Job job,
      ProcessRef process,
      Consumer<ManagedJob> whenGone) {
    this.ports = ports;
    this.trail = new JobTrail(audit, ports.observers());
    this.changes = changes;
    this.job = job;
    this.process = new JobProcess(ports.processes(), process, job.id());
    this.ended = new Outcome<>(ports.dependents());
    this.aftermath = new Aftermath(ports, job.id(), this.process, () -> nothingIsLeft(whenGone));
    this.killTimer = new KillTimer(ports.scheduler(), this::killIsDue, this::killIsPending);
  }

  /** Can be found and watched from now on, and nothing is done to it before both are so. */
  void appear(JobRegistry jobs) {
    synchronized (this) {
      jobs.add(this);
      changes.note(job);
    }
    changes.wake(snapshot().owner());
  }

  private void become(JobState state) {
    job = job.in(state);
    changes.note(job);
  }

  /**
   * Begins to wait for the leader's end, and for the end of its time. Called once, when the job can
   * be found.
   */
  void watch() {
    synchronized (this) {
      policy()
          .maximumRunTime()
          .ifPresent(limit -> runTimer = ports.scheduler().after(limit, () -> timeIsOver(limit)));
    }
    var unused = process.onExit().thenAccept(this::leaderEnded);
  }

  JobId id() {
    return snapshot().id();
  }

  synchronized Job snapshot() {
    return job;
  }

  private StopPolicy policy() {
    return snapshot().spec().stopPolicy();
  }

  CompletableFuture<JobState.Ended> onExit() {
    return ended.await();
  }

  /** Waits for the leader's end on the calling thread. */
  JobState.Ended awaitExit() throws InterruptedException {
    return ended.get();
  }

  /** As {@link #awaitExit()}, but no longer than {@code timeout}; empty if it still runs then. */
  Optional<JobState.Ended> awaitExit(Duration timeout) throws InterruptedException {
    return ended.get(timeout);
  }

  /**
   * Completes when nothing of the job is left, whether it was stopped or ended by itself, or when
   * what is left cannot be waited for.
   */
  CompletableFuture<Boolean> onGone() {
    return aftermath.onGone();
  }

  /** What the leader is doing; nothing, once its end has been told. */
  ProcessStatus process() {
    return snapshot().state() instanceof JobState.Ended
        ? new ProcessStatus.Gone()
        : process.status();
  }

  void signal(Caller by, Signal signal) {
    synchronized (this) {
      if (job.state() instanceof JobState.Ended || !process.signal(signal)) {
        throw new JobsException.NotRunning(job.id());
      }
      senders.note(signal, by.owner());
      trail.announce();
    }
    trail.tell(new Audit.Event.SignalSent(by, id(), signal));
  }

  /** Stops the job with the grace period that it was started with. */
  CompletableFuture<StopOutcome> stop(Caller by) {
    return stop(by, policy().grace());
  }

  /**
   * Stops the job, or joins the stop that is under way. A later stop with less patience than is
   * left to the first brings the kill forward: that of the leader, and that of what it left behind.
   */
  CompletableFuture<StopOutcome> stop(Caller by, Duration grace) {
    // Waits before the stop begins: an answer that came in between would be missed.
    CompletableFuture<StopOutcome> answer = aftermath.onStopped();
    StopReason reason = new StopReason.Asked(by.owner());
    if (begin(reason, grace)) {
      trail.tell(new Audit.Event.StopRequested(by, id(), grace));
    } else if (snapshot().state() instanceof JobState.Ended end) {
      aftermath.join(answer, end, grace);
    }
    return answer;
  }

  /** Like a stop by somebody: it also hurries one that is under way. */
  private void timeIsOver(Duration limit) {
    if (begin(new StopReason.TimeOver(limit), policy().grace())) {
      trail.tellLater(new Audit.Event.RunTimeOver(id(), limit));
    }
  }

  /** Returns whether it was this stop that began it. */
  private boolean begin(StopReason reason, Duration grace) {
    boolean first = false;
    boolean kill;
    synchronized (this) {
      if (job.state() instanceof JobState.Running running) {
        if (!grace.isZero()) {
          process.askToEnd(policy().signal());
        }
        become(running.stop(reason, grace, ports.time().instant()));
        trail.announce();
        first = true;
      }
      kill = job.state() instanceof JobState.Stopping && killTimer.killWithin(grace);
    }
    if (kill) {
      process.kill();
    }
    if (first) {
      changes.wake(snapshot().owner());
    }
    return first;
  }

  private void killIsDue() {
    boolean kill;
    synchronized (this) {
      kill = job.state() instanceof JobState.Stopping && killTimer.killNow();
    }
    if (kill) {
      process.kill();
    }
  }

  private void killIsPending() {
    JobState state;
    synchronized (this) {
      killTimer.told();
      state = job.state();
    }
    aftermath.answerPending(state);
  }

  private void leaderEnded(LeaderEnd how) {
    JobState.Ended end;
    boolean killed;
    Duration patience;
    synchronized (this) {
      Instant now = ports.time().instant();
      killed = killTimer.hasKilled();
      patience = killTimer.patienceLeft();
      if (job.state() instanceof JobState.Running running) {
        end = running.end(how.exit(), senders.causeOf(how), now);
      } else if (job.state() instanceof JobState.Stopping stopping) {
        end = stopping.end(how.exit(), killed, now);
      } else {
        return;
      }
      become(end);
      runTimer.cancel();
      killTimer.leaderEnded();
      // Before anybody hears of the end, and asks for a stop again.
      aftermath.noteKill(killed);
    }
    ended.complete(end);
    changes.wake(snapshot().owner());
    trail.tellEnd(new Audit.Event.Ended(snapshot()));
    aftermath.begin(end, patience);
  }

  private void nothingIsLeft(Consumer<ManagedJob> whenGone) {
    synchronized (this) {
      killTimer.cancel();
    }
    whenGone.accept(this);
  }

  /** Ends all waits, because nobody will tell of this job any more. */
  void abandon(Supplier<JobsException> why) {
    ended.fail(why);
    aftermath.abandon(why);
  }
}
