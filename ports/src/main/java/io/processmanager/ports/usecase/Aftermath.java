package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What follows a leader's end until nothing of its job is left, and those who wait for that.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Aftermath {

  /**
   * Not zero, with which a launcher does not look: what is left in process groups of its own, as a
   * shell with job control makes them, is found by looking only.
   */
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** What SIGKILL has not ended yet is looked at as rarely as that. */
  private static final Duration PAUSE_WHILE_PENDING = Duration.ofSeconds(1);

  private final OutboundPorts ports;
  private final JobId job;
  private final JobProcess process;
  private final Runnable whenGone;
  private final Outcome<StopOutcome> stopped;
  private final Outcome<Boolean> gone;

  // Guarded by this.
  private final RetiredTally tally = new RetiredTally();
  private boolean isGone;
  private boolean looksAgain;
  private Registration lateAnswer = () -> {};

  /**
   * @param whenGone told once nothing of the job is left
   */
  Aftermath(OutboundPorts ports, JobId job, JobProcess process, Runnable whenGone) {
    this.ports = ports;
    this.job = job;
    this.process = process;
    this.whenGone = whenGone;
    this.stopped = new Outcome<>(ports.dependents());
    this.gone = new Outcome<>(ports.dependents());
  }

  /** A wait for the end of a stop; answered as well when its kill is pending. */
  CompletableFuture<StopOutcome> onStopped() {
    return stopped.await();
  }

  /** A wait until nothing of the job is left; answered as well when a kill is pending. */
  CompletableFuture<Boolean> onGone() {
    return gone.await();
  }

  /** Whether the job was sent SIGKILL because a stop's grace period was over. */
  synchronized void noteKill(boolean wasKilled) {
    if (wasKilled) {
      tally.noteKill();
    }
  }

  /**
   * The leader has ended.
   *
   * @param patience how long what the leader left behind may take, after a stop
   */
  void begin(JobState.Ended end, Duration patience) {
    if (end.cause().followedStop()) {
      retire(end, atLeastAtOnce(patience));
    } else {
      retireAfterOutput(end);
    }
  }

  private static Duration atLeastAtOnce(Duration patience) {
    return patience.compareTo(AT_ONCE) < 0 ? AT_ONCE : patience;
  }

  /** Sees to a stop that came when the leader had ended. */
  void join(CompletableFuture<StopOutcome> stop, JobState.Ended end, Duration grace) {
    Thoroughness soFar = thoroughness();
    if (!end.cause().followedStop()) {
      stop.complete(new StopOutcome(end, hasKilled(), soFar));
    } else {
      retire(end, soFar == Thoroughness.KILL_PENDING ? AT_ONCE : atLeastAtOnce(grace));
    }
  }

  private synchronized Thoroughness thoroughness() {
    return tally.thoroughness();
  }

  private synchronized boolean hasKilled() {
    return tally.hasKilled();
  }

  /** What the leader left behind may print until the launcher has ended the output. */
  private void retireAfterOutput(JobState.Ended end) {
    OutputLog output;
    try {
      output = ports.storage().log(job);
    } catch (IllegalArgumentException deletedMeanwhile) {
      retire(end, Duration.ZERO);
      return;
    }
    if (output.hasEnded()) {
      // Cut off, it was held open by something that is still there.
      boolean cutOff = output.completion() == OutputCompletion.CUT_OFF;
      retire(end, cutOff ? AT_ONCE : Duration.ZERO);
    } else {
      ports.storage().onGrowth(job, output.endOffset(), () -> retireAfterOutput(end));
    }
  }

  private void retire(JobState.Ended end, Duration patience) {
    if (end.cause().followedStop()) {
      answerLater(end, patience);
    }
    var unused = retireCounted(patience).thenAccept(retired -> retired(end, retired));
  }

  private CompletionStage<Retired> retireCounted(Duration patience) {
    synchronized (this) {
      tally.begin();
    }
    try {
      return process.retire(patience);
    } catch (RuntimeException | Error failure) {
      synchronized (this) {
        tally.abort();
      }
      throw failure;
    }
  }

  /** Whatever holds the launcher up, as a look at a process that the kernel holds may. */
  private synchronized void answerLater(JobState.Ended end, Duration patience) {
    if (!isGone) {
      lateAnswer.cancel();
      lateAnswer =
          ports.scheduler().after(patience.plus(KillTimer.PENDING_AFTER), () -> answerPending(end));
    }
  }

  private void retired(JobState.Ended end, Retired retired) {
    Optional<StopOutcome> outcome = add(end, retired);
    if (outcome.isPresent()) {
      answerGone(outcome.get(), end);
    } else if (retired.thoroughness() == Thoroughness.KILL_PENDING) {
      answerPending(end);
      lookAgainLater(end);
    }
  }

  /** The answer for everybody, once, when nobody is still to say what that took. */
  private synchronized Optional<StopOutcome> add(JobState.Ended end, Retired retired) {
    tally.add(retired);
    if (isGone) {
      return Optional.empty();
    }
    isGone = tally.isGone();
    if (isGone || retired.thoroughness() == Thoroughness.KILL_PENDING) {
      lateAnswer.cancel();
    }
    return isGone
        ? Optional.of(new StopOutcome(end, tally.hasKilled(), tally.thoroughness()))
        : Optional.empty();
  }

  /** However many stops have looked, one look follows. */
  private void lookAgainLater(JobState.Ended end) {
    synchronized (this) {
      if (looksAgain || isGone) {
        return;
      }
      looksAgain = true;
    }
    var unused = ports.scheduler().after(PAUSE_WHILE_PENDING, () -> lookAgain(end));
  }

  private void lookAgain(JobState.Ended end) {
    synchronized (this) {
      looksAgain = false;
    }
    retire(end, AT_ONCE);
  }

  private void answerGone(StopOutcome outcome, JobState.Ended end) {
    if (end.cause().followedStop()) {
      stopped.complete(outcome);
    }
    gone.complete(true);
    whenGone.run();
  }

  /** Tells whoever waits now that SIGKILL has not been enough so far. */
  void answerPending(JobState state) {
    stopped.answer(new StopOutcome(state, true, Thoroughness.KILL_PENDING));
    gone.answer(true);
  }

  /** Ends all waits, because nobody will tell of this job any more. */
  void abandon(Supplier<JobsException> why) {
    stopped.fail(why);
    gone.fail(why);
  }
}
