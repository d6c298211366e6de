package io.processmanager.adapters.os.proof;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Ways to tell of ends, to stop and to signal wrongly. */
final class BrokenEnds {

  private static final Duration KILL = Duration.ZERO;

  private BrokenEnds() {}

  static Map<String, UnaryOperator<Jobs>> exits() {
    return Map.of(
        "JOB-20",
        sound -> exiting(sound, end -> with(end, new Exit.Exited(end.exit().isSuccess() ? 0 : 1))),
        "JOB-21",
        sound -> exiting(sound, end -> with(end, new Exit.Exited(end.exit().shellStatus()))),
        "JOB-22",
        sound -> exiting(sound, end -> with(end, new EndCause.Stopped(new Owner("x")))),
        "JOB-23",
        BrokenEnds::stoppingWhatIsNotWaitedFor,
        "JOB-24",
        BrokenEnds::stoppingOnCancel,
        "JOB-25",
        BrokenEnds::neverInTime);
  }

  static Map<String, UnaryOperator<Jobs>> stops() {
    return Map.of(
        "JOB-30", sound -> stopping(sound, (job, grace) -> sound.requestStop(job, KILL)),
        "JOB-31",
            sound ->
                stopping(
                    sound,
                    (job, grace) ->
                        sound.requestStop(job, grace).thenApply(BrokenEnds::denyingTheKill)),
        "JOB-32", BrokenEnds::signallingForEachStop,
        "JOB-33", BrokenEnds::refusingToStopWhatHasEnded,
        "JOB-34",
            sound ->
                stopping(
                    sound,
                    (job, grace) ->
                        sound.requestStop(job, grace).thenApply(BrokenEnds::denyingTheKill)),
        "JOB-35", sound -> stopping(sound, (job, grace) -> sound.requestStop(job, KILL)),
        "JOB-36", sound -> stopping(sound, (job, grace) -> sound.requestStop(job, KILL)),
        "JOB-37",
            sound ->
                stopping(
                    sound,
                    (job, grace) ->
                        grace.compareTo(Duration.ofMinutes(1)) > 0
                            ? CompletableFuture.failedFuture(
                                new JobsException.Failed("replaced by another stop", null))
                            : sound.requestStop(job, grace)));
  }

  static Map<String, UnaryOperator<Jobs>> signals() {
    return Map.of(
        "JOB-40", sound -> signalling(sound, (job, signal) -> sound.signal(job, Signal.TERM)),
        "JOB-41", sound -> signalling(sound, (job, signal) -> sound.requestStop(job, KILL)),
        "JOB-42", sound -> signalling(sound, (_, _) -> {}));
  }

  private static JobState.Ended with(JobState.Ended end, Exit exit) {
    return new JobState.Ended(end.startedAt(), end.endedAt(), exit, end.cause());
  }

  private static JobState.Ended with(JobState.Ended end, EndCause cause) {
    return new JobState.Ended(end.startedAt(), end.endedAt(), end.exit(), cause);
  }

  private static StopOutcome denyingTheKill(StopOutcome outcome) {
    return new StopOutcome(outcome.end(), false);
  }

  private static Jobs exiting(Jobs sound, UnaryOperator<JobState.Ended> change) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<JobState.Ended> onExit(JobId job) {
        return sound.onExit(job).thenApply(change);
      }
    };
  }

  private static Jobs stoppingWhatIsNotWaitedFor(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public Optional<JobState.Ended> awaitExit(JobId job, Duration timeout)
          throws InterruptedException {
        sound.stop(job, KILL);
        return Optional.empty();
      }
    };
  }

  private static Jobs stoppingOnCancel(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<JobState.Ended> onExit(JobId job) {
        CompletableFuture<JobState.Ended> wait = sound.onExit(job).toCompletableFuture();
        var _ =
            wait.exceptionally(
                cancelled -> sound.requestStop(job, KILL).toCompletableFuture().join().end());
        return wait;
      }
    };
  }

  private static Jobs neverInTime(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public Optional<JobState.Ended> awaitExit(JobId job, Duration timeout) {
        return Optional.empty();
      }
    };
  }

  private static Jobs stopping(
      Jobs sound, BiFunction<JobId, Duration, CompletionStage<StopOutcome>> change) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
        return change.apply(job, grace);
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
