package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Ways to stop and to signal wrongly. */
final class BrokenStops {

  private static final Duration KILL = Duration.ZERO;
  private static final Duration LONG = Duration.ofMinutes(1);

  private BrokenStops() {}

  static Map<String, UnaryOperator<Jobs>> stops() {
    Map<String, UnaryOperator<Jobs>> stops = new HashMap<>();
    stops.put("JOB-30", BrokenStops::killing);
    stops.put("JOB-31", sound -> answering(sound, BrokenStops::denyingTheKill));
    stops.put("JOB-32", BrokenStops::signallingForEachStop);
    stops.put("JOB-33", BrokenStops::refusingToStopWhatHasEnded);
    stops.put("JOB-34", sound -> answering(sound, BrokenStops::denyingTheKill));
    stops.put("JOB-35", BrokenStops::killing);
    stops.put("JOB-36", BrokenStops::killing);
    stops.put("JOB-37", BrokenStops::failingThePatient);
    stops.put("JOB-124", BrokenStops::withTheDefaultGrace);
    stops.put("JOB-130", sound -> answering(sound, BrokenStops::neverSure));
    stops.put("JOB-131", sound -> answering(sound, BrokenStops::denyingTheKill));
    return stops;
  }

  static Map<String, UnaryOperator<Jobs>> signals() {
    return Map.of(
        "JOB-40", sound -> signalling(sound, (job, signal) -> sound.signal(job, Signal.TERM)),
        "JOB-41", sound -> signalling(sound, (job, signal) -> sound.requestStop(job, KILL)),
        "JOB-42", sound -> signalling(sound, (job, signal) -> {}));
  }

  private static StopOutcome denyingTheKill(StopOutcome outcome) {
    return new StopOutcome(outcome.state(), false, outcome.thoroughness());
  }

  private static StopOutcome neverSure(StopOutcome outcome) {
    return new StopOutcome(outcome.state(), outcome.killed(), Thoroughness.KILL_PENDING);
  }

  private static Jobs stopping(
      Jobs sound, BiFunction<JobId, Duration, CompletionStage<StopOutcome>> change) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<StopOutcome> requestStop(JobId job) {
        return requestStop(job, sound.status(job).job().spec().stopPolicy().grace());
      }

      @Override
      public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
        return change.apply(job, grace);
      }
    };
  }

  private static Jobs answering(Jobs sound, UnaryOperator<StopOutcome> change) {
    return stopping(sound, (job, grace) -> sound.requestStop(job, grace).thenApply(change));
  }

  private static Jobs killing(Jobs sound) {
    return stopping(sound, (job, grace) -> sound.requestStop(job, KILL));
  }

  private static Jobs failingThePatient(Jobs sound) {
    return stopping(
        sound,
        (job, grace) ->
            grace.compareTo(LONG) > 0
                ? CompletableFuture.failedFuture(
                    new JobsException.Failed("replaced by another stop", null))
                : sound.requestStop(job, grace));
  }

  private static Jobs withTheDefaultGrace(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<StopOutcome> requestStop(JobId job) {
        return sound.requestStop(job, StopPolicy.DEFAULT_GRACE);
      }
    };
  }

  private static Jobs signallingForEachStop(Jobs sound) {
    return stopping(
        sound,
        (job, grace) -> {
          sound.signal(job, Signal.TERM);
          sound.signal(job, Signal.CONT);
          awaitTrap(sound, job);
          return sound.requestStop(job, grace);
        });
  }

  /** Signals of one number that are pending are one; the trap has to run before the next. */
  private static void awaitTrap(Jobs sound, JobId job) {
    long printed = sound.status(job).output().endOffset();
    long deadline = System.nanoTime() + Duration.ofMillis(200).toNanos();
    while (sound.status(job).output().endOffset() == printed && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  private static Jobs refusingToStopWhatHasEnded(Jobs sound) {
    return stopping(
        sound,
        (job, grace) ->
            sound.status(job).job().state() instanceof JobState.Ended
                ? CompletableFuture.failedFuture(new JobsException.NotRunning(job))
                : sound.requestStop(job, grace));
  }

  private interface Signalled {
    void signal(JobId job, Signal signal);
  }

  private static Jobs signalling(Jobs sound, Signalled change) {
    return new DelegatingJobs(sound) {
      @Override
      public void signal(JobId job, Signal signal) {
        change.signal(job, signal);
      }
    };
  }
}
