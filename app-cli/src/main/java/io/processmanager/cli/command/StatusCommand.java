package io.processmanager.cli.command;

import io.processmanager.ports.inbound.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints a job's status. */
@Command(
    name = "status",
    description = "Prints a job's status and, while it runs, what its process is doing.")
final class StatusCommand extends JobsCommand {

  @Mixin private final JobArgument job = new JobArgument();

  @Override
  void checkArguments(OutputFormat format) {
    job.check();
  }

  @Override
  int run(Session session) {
    JobStatus status = session.jobs().status(job.resolve(session.jobs()));
    session.print(() -> StatusText.of(status), () -> JobJson.status(status));
    return ExitCodes.OK;
  }
}
