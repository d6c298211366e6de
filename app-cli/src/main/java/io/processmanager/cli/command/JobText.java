package io.processmanager.cli.command;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.StopReason;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Jobs and their ends as one line of text. */
final class JobText {

  private JobText() {}

  /** A job's line in a list. */
  static String line(Job job) {
    return String.format(
        Locale.ROOT,
        "%s  %-24s  %s  %s  %s",
        job.id(),
        shortState(job.state()),
        job.state().startedAt().truncatedTo(ChronoUnit.SECONDS),
        Printable.line(job.owner().name()),
        command(job.spec()));
  }

  /** What was started, as a shell would take it. */
  static String command(JobSpec spec) {
    return Printable.command(spec.program(), spec.arguments());
  }

  /** How a job ended, and why if somebody had a hand in it. */
  static String ended(JobState.Ended end) {
    return end.cause() instanceof EndCause.ByItself
        ? end.exit().toString()
        : end.exit() + ", " + Printable.line(cause(end.cause()));
  }

  /** Why a job ended. */
  static String cause(EndCause cause) {
    return switch (cause) {
      case EndCause.TimedOut timedOut ->
          "timed out after "
              + Durations.inSeconds(timedOut.limit())
              + (timedOut.killed() ? ", killed after the grace period" : "");
      case EndCause.ByItself _,
          EndCause.Stopped _,
          EndCause.KilledAfterGrace _,
          EndCause.Signaled _,
          EndCause.KilledFromOutside _,
          EndCause.OutOfMemory _,
          EndCause.Unknown _ ->
          cause.toString();
    };
  }

  /** Why a job is being stopped, and how long it has. */
  static String stopping(JobState.Stopping stopping) {
    String reason =
        switch (stopping.reason()) {
          case StopReason.Asked asked -> "stop asked for by " + asked.by();
          case StopReason.TimeOver over ->
              "its maximum run time of " + Durations.inSeconds(over.limit()) + " is over";
        };
    return reason + ", grace period " + Durations.inSeconds(stopping.grace());
  }

  /** The answer to a stop. */
  static String stopped(StopOutcome outcome) {
    String end = outcome.end().map(JobText::ended).orElse("not ended yet");
    return switch (outcome.thoroughness()) {
      case COMPLETE -> end + whatItLeft(outcome);
      case BEST_EFFORT -> end + whatItLeft(outcome) + "; best effort";
      case KILL_PENDING ->
          end + "; kill pending: what is left of it was sent SIGKILL and has not died yet";
    };
  }

  private static String whatItLeft(StopOutcome outcome) {
    boolean leaderKilled = outcome.end().filter(end -> leaderKilled(end.cause())).isPresent();
    return outcome.killed() && !leaderKilled ? "; what it left behind was killed" : "";
  }

  private static boolean leaderKilled(EndCause cause) {
    return switch (cause) {
      case EndCause.KilledAfterGrace _ -> true;
      case EndCause.TimedOut timedOut -> timedOut.killed();
      case EndCause.ByItself _,
          EndCause.Stopped _,
          EndCause.Signaled _,
          EndCause.KilledFromOutside _,
          EndCause.OutOfMemory _,
          EndCause.Unknown _ ->
          false;
    };
  }

  private static String shortState(JobState state) {
    return switch (state) {
      case JobState.Running _ -> "running";
      case JobState.Stopping _ -> "stopping";
      case JobState.Ended ended -> shortExit(ended.exit()) + shortCause(ended.cause());
    };
  }

  private static String shortExit(Exit exit) {
    return switch (exit) {
      case Exit.Exited exited -> "exited:" + exited.code();
      case Exit.Signaled signaled -> "signal:" + signaled.signal().signalName();
      case Exit.Unknown _ -> "ended:unknown";
    };
  }

  private static String shortCause(EndCause cause) {
    return switch (cause) {
      case EndCause.ByItself _ -> "";
      case EndCause.Stopped _ -> ",stopped";
      case EndCause.KilledAfterGrace _ -> ",killed";
      case EndCause.TimedOut _ -> ",timed-out";
      case EndCause.Signaled _ -> ",signaled";
      case EndCause.KilledFromOutside _ -> ",outside";
      case EndCause.OutOfMemory _ -> ",oom";
      case EndCause.Unknown _ -> ",unknown";
    };
  }
}
