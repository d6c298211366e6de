package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.Signal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a signal to a job. */
@Command(
    name = "signal",
    description = "Sends one signal to all processes of a running job. Prints nothing.",
    customSynopsis = {
      "process-manager signal [OPTIONS] JOBUUID SIGNAL",
      "process-manager signal [OPTIONS] --jobuuid=JOBUUID SIGNAL"
    })
final class SignalCommand extends JobsCommand {

  @Option(names = "--jobuuid", paramLabel = "JOBUUID", description = "The job.")
  private @Nullable String option;

  @Parameters(
      arity = "0..2",
      paramLabel = "JOBUUID SIGNAL",
      hideParamSyntax = true,
      description = "The job, and the signal's name or number, such as HUP, SIGUSR1 or 15.")
  private List<String> arguments = new ArrayList<>();

  @Override
  void checkArguments(OutputFormat format) {
    int expected = option == null ? 2 : 1;
    if (arguments.size() != expected) {
      throw CommandFailure.usage(
          "which signal to which job? Give JOBUUID SIGNAL, such as 123e4567 HUP");
    }
  }

  @Override
  int run(Session session) {
    Signal signal = signal(arguments.get(arguments.size() - 1));
    JobId id = JobReference.resolve(option == null ? arguments.get(0) : option, session.jobs());
    session.jobs().signal(id, signal);
    if (session.format() == OutputFormat.json) {
      session.console().result(JobJson.signaled(id, signal).toString());
    }
    return ExitCodes.OK;
  }

  private static Signal signal(String text) {
    try {
      return Signal.parse(text);
    } catch (IllegalArgumentException unknown) {
      throw CommandFailure.refusal(
          RefusalStatus.INVALID_ARGUMENT, String.valueOf(unknown.getMessage()));
    }
  }
}
