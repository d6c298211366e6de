package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Waits for a job's end. */
@Command(
    name = "wait",
    description = {
      "Waits until a job has ended, prints how, and exits as it did.",
      "That is with the job's code, or with 128+n if signal n ended it."
    })
final class WaitCommand extends JobsCommand {

  @Mixin private final JobArgument job = new JobArgument();

  @Mixin private final ReconnectOption reconnect = new ReconnectOption();

  @Override
  void checkArguments(OutputFormat format) {
    job.check();
  }

  @Override
  boolean reconnects() {
    return reconnect.reconnects();
  }

  @Override
  int run(Session session) throws InterruptedException {
    JobId id = job.resolve(session.jobs());
    JobState.Ended end = session.jobs().awaitExit(id);
    session.print(() -> JobText.ended(end), () -> JobJson.inState(id, end));
    return end.exit().shellStatus();
  }
}
