package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops a job and prints its exit. */
@Command(
    name = "stop",
    description = {
      "Stops a job and prints how it ended.",
      "The job gets SIGTERM, and SIGKILL if it still runs after the grace period. A job that has",
      "ended is sent nothing: its exit is printed."
    })
final class StopCommand extends JobsCommand {

  @Mixin private final JobArgument job = new JobArgument();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = {
        "How long the job may take to end by itself, such as 500ms, 3s, 2m or 1h; 0 kills it at",
        "once. Default: 3s."
      })
  private String grace = "3s";

  @Override
  void checkArguments(OutputFormat format) {
    job.check();
    grace();
  }

  private Duration grace() {
    try {
      return Durations.parse(grace);
    } catch (IllegalArgumentException notADuration) {
      throw CommandFailure.usage("--grace: " + notADuration.getMessage());
    }
  }

  @Override
  int run(Session session) throws InterruptedException {
    JobId id = job.resolve(session.jobs());
    StopOutcome outcome = session.jobs().stop(id, grace());
    session.print(() -> JobText.stopped(outcome), () -> JobJson.stopped(id, outcome));
    return ExitCodes.OK;
  }
}
