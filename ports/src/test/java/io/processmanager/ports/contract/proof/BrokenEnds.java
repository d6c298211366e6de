package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.contract.ExitRules;
import io.processmanager.ports.inbound.Jobs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Ways to tell of ends wrongly. */
final class BrokenEnds {

  private static final Duration KILL = Duration.ZERO;
  private static final Owner SOMEBODY = new Owner("somebody");

  private BrokenEnds() {}

  static Map<String, UnaryOperator<Jobs>> exits() {
    return Map.of(
        "JOB-20",
        sound -> exiting(sound, end -> with(end, new Exit.Exited(end.exit().isSuccess() ? 0 : 1))),
        "JOB-21",
        sound -> exiting(sound, end -> with(end, new Exit.Exited(end.exit().shellStatus()))),
        "JOB-22",
        sound -> exiting(sound, end -> with(end, new EndCause.Stopped(SOMEBODY))),
        "JOB-23",
        BrokenEnds::stoppingWhatIsNotWaitedFor,
        "JOB-24",
        BrokenEnds::stoppingOnCancel,
        "JOB-25",
        BrokenEnds::neverInTime,
        "JOB-26",
        BrokenEnds::neverInTime,
        "JOB-27",
        BrokenEnds::outstaying);
  }

  static Map<String, UnaryOperator<Jobs>> causes() {
    return Map.of(
        "JOB-110",
        sound -> exiting(sound, end -> with(end, new EndCause.ByItself())),
        "JOB-111",
        sound -> exiting(sound, end -> with(end, new EndCause.KilledFromOutside())),
        "JOB-112",
        sound -> exiting(sound, end -> with(end, new EndCause.Signaled(SOMEBODY))),
        "JOB-120",
        sound -> exiting(sound, end -> with(end, new EndCause.Stopped(SOMEBODY))),
        "JOB-121",
        sound -> exiting(sound, BrokenEnds::denyingTheKillOfWhatTimedOut));
  }

  private static JobState.Ended with(JobState.Ended end, Exit exit) {
    return new JobState.Ended(end.startedAt(), end.endedAt(), exit, end.cause());
  }

  private static JobState.Ended with(JobState.Ended end, EndCause cause) {
    return new JobState.Ended(end.startedAt(), end.endedAt(), end.exit(), cause);
  }

  private static JobState.Ended denyingTheKillOfWhatTimedOut(JobState.Ended end) {
    return end.cause() instanceof EndCause.TimedOut timedOut
        ? with(end, new EndCause.TimedOut(timedOut.limit(), false))
        : end;
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
        var unused =
            wait.exceptionally(
                cancelled ->
                    sound.requestStop(job, KILL).toCompletableFuture().join().end().orElseThrow());
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

  private static Jobs outstaying(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public Optional<JobState.Ended> awaitExit(JobId job, Duration timeout)
          throws InterruptedException {
        return sound.awaitExit(job, timeout.plus(ExitRules.OUTSTAYED));
      }
    };
  }
}
