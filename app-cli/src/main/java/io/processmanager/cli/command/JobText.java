package io.processmanager.cli.command;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
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
        "%s  %-14s  %s  %s  %s",
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
        : end.exit() + ", " + Printable.line(end.cause().toString());
  }

  /** The answer to a stop. */
  static String stopped(StopOutcome outcome) {
    boolean onlyWhatItLeft =
        outcome.killed() && !(outcome.end().cause() instanceof EndCause.KilledAfterGrace);
    return onlyWhatItLeft
        ? ended(outcome.end()) + "; what it left behind was killed"
        : ended(outcome.end());
  }

  private static String shortState(JobState state) {
    return switch (state) {
      case JobState.Running _ -> "running";
      case JobState.Stopping _ -> "stopping";
      case JobState.Ended ended -> shortExit(ended.exit());
    };
  }

  private static String shortExit(Exit exit) {
    return switch (exit) {
      case Exit.Exited exited -> "exited:" + exited.code();
      case Exit.Signaled signaled -> "signal:" + signaled.signal().signalName();
      case Exit.Unknown _ -> "ended:unknown";
    };
  }
}
