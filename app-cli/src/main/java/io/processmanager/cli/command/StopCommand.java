package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops a job and prints its exit. */
@Command(
    name = "stop",
    description = {
      "Stops a job and prints how it ended.",
      "The job gets SIGTERM, or the signal it was started with for that, and SIGKILL if it still",
      "runs after the grace period. A job that has ended is sent nothing: its exit is printed.",
      "'best effort' is added where the kernel keeps no account of what the job forked: nothing",
      "was found, but something may have hidden itself. It is added, too, if the job had ended by",
      "itself and what it left behind, which is killed when its output has ended, has not been",
      "dealt with yet. 'kill pending' says that something has not died 1 s after SIGKILL; it dies",
      "as soon as the kernel lets it. The exit code is 3 then."
    })
final class StopCommand extends JobsCommand {

  @Mixin private final JobArgument job = new JobArgument();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description =
          "How long the job may take to end by itself, such as 500ms, 3s, 2m or 1h; 0 "
              + "kills it at once. Default: what it was started with, 3s unless that said "
              + "otherwise.")
  private @Nullable String grace;

  @Override
  void checkArguments(OutputFormat format) {
    job.check();
    grace();
  }

  private Optional<Duration> grace() {
    return Optional.ofNullable(grace)
        .map(text -> OptionValue.read("--grace", () -> Durations.parse(text)));
  }

  @Override
  int run(Session session) throws InterruptedException {
    JobId id = job.resolve(session.jobs());
    Optional<Duration> given = grace();
    StopOutcome outcome =
        given.isPresent() ? session.jobs().stop(id, given.get()) : session.jobs().stop(id);
    session.print(() -> JobText.stopped(outcome), () -> JobJson.stopped(id, outcome));
    return outcome.thoroughness() == Thoroughness.KILL_PENDING
        ? ExitCodes.KILL_PENDING
        : ExitCodes.OK;
  }
}
