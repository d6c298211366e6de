package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** What SIGKILL has not ended yet is looked at as rarely as that, and then ever more rarely. */
  private static final Duration FIRST_PAUSE_WHILE_PENDING = Duration.ofSeconds(1);

  /** Who asks for a stop meanwhile has it looked at then. */
  private static final Duration LONGEST_PAUSE_WHILE_PENDING = Duration.ofSeconds(30);

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
  private Duration pauseWhilePending = FIRST_PAUSE_WHILE_PENDING;
  private Registration lateAnswer = () -> {};
  private @Nullable Duration lateAnswerAt;

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
      retireAnswered(end, atLeastAtOnce(patience));
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
    if (soFar == Thoroughness.KILL_PENDING) {
      // It has had its grace, and has been killed: it is waited for, and not longer than for a
      // kill.
      answerLater(end, Duration.ZERO);
      retire(end, ProcessLauncher.DEATH_PATIENCE);
    } else if (end.cause().followedStop()) {
      retireAnswered(end, atLeastAtOnce(grace));
    } else {
      stop.complete(new StopOutcome(end, hasKilled(), soFar));
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

  private void retireAnswered(JobState.Ended end, Duration patience) {
    answerLater(end, patience);
    retire(end, patience);
  }

  private void retire(JobState.Ended end, Duration patience) {
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

  /**
   * Whatever holds the launcher up, as a look at a process that the kernel holds may. Who comes
   * later and has more patience puts nobody's answer off.
   */
  private synchronized void answerLater(JobState.Ended end, Duration patience) {
    Duration at = ports.scheduler().elapsed().plus(patience).plus(KillTimer.PENDING_AFTER);
    if (!isGone && (lateAnswerAt == null || at.compareTo(lateAnswerAt) < 0)) {
      lateAnswer.cancel();
      lateAnswerAt = at;
      lateAnswer =
          ports.scheduler().after(patience.plus(KillTimer.PENDING_AFTER), () -> answerLate(end));
    }
  }

  private void answerLate(JobState.Ended end) {
    synchronized (this) {
      lateAnswerAt = null;
    }
    answerPending(end);
  }

  private void retired(JobState.Ended end, Retired retired) {
    Optional<StopOutcome> outcome = add(end, retired);
    if (outcome.isEmpty()) {
      return;
    }
    if (outcome.get().thoroughness() == Thoroughness.KILL_PENDING) {
      answerPending(end);
      lookAgainLater(end);
    } else {
      answerGone(outcome.get());
    }
  }

  /**
   * The answer for everybody, when nobody is still to say what that took, or to look: who has begun
   * to is not told of an earlier look.
   */
  private synchronized Optional<StopOutcome> add(JobState.Ended end, Retired retired) {
    tally.add(retired);
    if (isGone || !tally.isSettled()) {
      return Optional.empty();
    }
    isGone = tally.isGone();
    lateAnswer.cancel();
    lateAnswerAt = null;
    return Optional.of(new StopOutcome(end, tally.hasKilled(), tally.thoroughness()));
  }

  /** However many stops have looked, one look follows. */
  private void lookAgainLater(JobState.Ended end) {
    Duration pause;
    synchronized (this) {
      if (looksAgain || isGone) {
        return;
      }
      looksAgain = true;
      pause = pauseWhilePending;
      Duration next = pause.multipliedBy(2);
      pauseWhilePending =
          next.compareTo(LONGEST_PAUSE_WHILE_PENDING) < 0 ? next : LONGEST_PAUSE_WHILE_PENDING;
    }
    var unused = ports.scheduler().after(pause, () -> lookAgain(end));
  }

  private void lookAgain(JobState.Ended end) {
    synchronized (this) {
      looksAgain = false;
    }
    retire(end, AT_ONCE);
  }

  private void answerGone(StopOutcome outcome) {
    stopped.complete(outcome);
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
