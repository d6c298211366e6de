package io.processmanager.cli.command;

import io.processmanager.domain.job.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a job and prints its JobUUID. */
@Command(
    name = "start",
    description = {
      "Starts a job and prints its JobUUID.",
      "The program is executed as it is, without a shell: for pipes and variables start one,",
      "as in: start bash -c 'a | b'"
    })
final class StartCommand extends JobsCommand {

  @Mixin private final SpecOptions spec = new SpecOptions();

  @Override
  void checkArguments(OutputFormat format) {
    spec.check();
  }

  @Override
  int run(Session session) {
    Job job = spec.start(session);
    try {
      session.print(() -> job.id().toString(), () -> JobJson.job(job));
    } catch (CommandFailure unprinted) {
      session.console().say("job " + job.id() + " has been started");
      throw unprinted;
    }
    return ExitCodes.OK;
  }
}
