package io.processmanager.cli.command;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a job, prints its output and exits as it did. */
@Command(
    name = "run",
    description = {
      "Starts a job, prints its output, and exits as it did.",
      "That is with the job's code, or with 128+n if signal n ended it. What ended it is said on",
      "stderr if it did not end by itself.",
      "Whatever breaks it off, Ctrl-C included, leaves the job running and prints its JobUUID",
      "on stderr."
    })
final class RunCommand extends JobsCommand {

  @Mixin private final SpecOptions spec = new SpecOptions();

  @Mixin private final ReconnectOption reconnect = new ReconnectOption();

  @Option(
      names = {"-v", "--verbose"},
      description = "Print the JobUUID on stderr at the start.")
  private boolean verbose;

  @Override
  void checkArguments(OutputFormat format) {
    spec.check();
    OutputCommand.refuseJson("run", format);
  }

  @Override
  boolean reconnects() {
    return reconnect.reconnects();
  }

  @Override
  int run(Session session) throws InterruptedException {
    Job job = spec.start(session);
    if (verbose) {
      session.console().say("job " + job.id());
    }
    try (OnBreak _ = OnBreak.say(session, thatItRunsOn(job))) {
      JobState.Ended end = follow(session, job);
      sayWhy(session, end);
      return end.exit().shellStatus();
    } catch (JobsException.NotFound forgotten) {
      session
          .console()
          .say(
              "job " + job.id() + " is out of the worker's hands; its process may still run there");
      throw forgotten;
    } catch (JobsException | CommandFailure brokenOff) {
      session.console().say(thatItRunsOn(job));
      throw brokenOff;
    }
  }

  private static JobState.Ended follow(Session session, Job job) throws InterruptedException {
    Optional<OutputItem.End> end = new OutputCopy(session, job.id()).copy(OutputQuery.all(), false);
    return end.isPresent() ? end.get().job() : session.jobs().awaitExit(job.id());
  }

  /** The exit code cannot tell a signal that the job brought on itself from somebody's doing. */
  private static void sayWhy(Session session, JobState.Ended end) {
    switch (end.cause()) {
      case EndCause.ByItself _ -> {}
      case EndCause.Stopped _,
          EndCause.KilledAfterGrace _,
          EndCause.TimedOut _,
          EndCause.Signaled _,
          EndCause.KilledFromOutside _,
          EndCause.OutOfMemory _,
          EndCause.Unknown _ ->
          session.console().say("ENDED: " + JobText.ended(end));
    }
  }

  private static String thatItRunsOn(Job job) {
    return "job " + job.id() + " was left alone; 'output' with this id shows it, 'stop' ends it";
  }
}
