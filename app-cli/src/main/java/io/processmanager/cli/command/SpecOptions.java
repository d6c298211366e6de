package io.processmanager.cli.command;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.WorkingDirectory;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to start, as {@code --name} and {@code --args} or as a command line. */
final class SpecOptions {

  @Option(names = "--name", paramLabel = "PROGRAM", description = "The program.")
  private @Nullable String name;

  @Option(
      names = "--args",
      paramLabel = "ARGUMENTS",
      description = {
        "Its arguments in one string, split into words as a shell splits them:",
        "quotes and backslash work, nothing is expanded."
      })
  private @Nullable String args;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable for the job's environment; may be given many times.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = "--workdir",
      paramLabel = "DIRECTORY",
      description = "Where the program starts, on the worker: an absolute path.")
  private @Nullable String workingDirectory;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = {
        "Names this start, so that it can be repeated safely: a second start with the same ID",
        "answers with the first one's job."
      })
  private @Nullable String requestId;

  @Parameters(
      arity = "0..*",
      paramLabel = "PROGRAM ARG...",
      hideParamSyntax = true,
      description = {
        "The program and its arguments. What stands behind the program's name belongs to it,",
        "options too; '--' before it is needed only if its name begins with a dash."
      })
  private List<String> commandLine = new ArrayList<>();

  void check() {
    if (name == null && commandLine.isEmpty()) {
      throw CommandFailure.usage("what to start? Give --name=PROGRAM or PROGRAM ARG...");
    }
    if (!commandLine.isEmpty() && (name != null || args != null)) {
      throw CommandFailure.usage(
          "the command is given twice; give --name and --args or PROGRAM ARG..., not both");
    }
  }

  /** Starts what the options say. */
  Job start(Jobs jobs) {
    try {
      JobSpec spec = spec();
      return requestId == null ? jobs.start(spec) : jobs.start(spec, new RequestId(requestId));
    } catch (IllegalArgumentException unusable) {
      throw CommandFailure.refusal(
          RefusalStatus.INVALID_ARGUMENT, String.valueOf(unusable.getMessage()));
    }
  }

  private JobSpec spec() {
    WorkingDirectory directory =
        workingDirectory == null
            ? WorkingDirectory.inherited()
            : WorkingDirectory.at(workingDirectory);
    return name == null
        ? new JobSpec(
            commandLine.get(0),
            commandLine.subList(1, commandLine.size()),
            environment(),
            directory)
        : new JobSpec(name, splitArguments(), environment(), directory);
  }

  private List<String> splitArguments() {
    try {
      return args == null ? List.of() : ShellWords.split(args);
    } catch (IllegalArgumentException unterminated) {
      throw CommandFailure.usage("--args: " + unterminated.getMessage());
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw CommandFailure.usage("--env: '" + variable + "' is not NAME=VALUE");
      }
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return environment;
  }
}
