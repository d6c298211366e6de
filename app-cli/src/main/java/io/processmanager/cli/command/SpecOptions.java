package io.processmanager.cli.command;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.WorkingDirectory;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to start, as {@code --name} and {@code --args} or as a command line, and how. */
final class SpecOptions {

  private static final String MAY_HAVE_BEEN_STARTED =
      "NOTE: the job may have been started; 'list --own' shows it then";

  @Option(names = "--name", paramLabel = "PROGRAM", description = "The program.")
  private @Nullable String name;

  @Option(
      names = "--args",
      paramLabel = "ARGUMENTS",
      description =
          "Its arguments in one string, split into words as a shell splits them: quotes "
              + "and backslash work, nothing is expanded.")
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
      description =
          "Names this start, so that it can be repeated safely: a second start with the "
              + "same ID answers with the first one's job.")
  private @Nullable String requestId;

  @Mixin private final AttributeOptions attributes = new AttributeOptions();

  @Mixin private final StopOptions stop = new StopOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "PROGRAM ARG...",
      hideParamSyntax = true,
      description =
          "The program and its arguments. What stands behind the program's name belongs "
              + "to it, options too; '--' before it is needed only if its name begins with a "
              + "dash.")
  private List<String> commandLine = new ArrayList<>();

  /** Refuses what no job can be started with, before anybody is asked. */
  void check() {
    if (name == null && commandLine.isEmpty()) {
      throw CommandFailure.usage("what to start? Give --name=PROGRAM or PROGRAM ARG...");
    }
    if (!commandLine.isEmpty() && (name != null || args != null)) {
      throw CommandFailure.usage(
          "the command is given twice; give --name and --args or PROGRAM ARG..., not both");
    }
    spec();
    requestId();
  }

  /** Starts what the options say. */
  Job start(Session session) {
    Jobs jobs = session.jobs();
    try (OnBreak _ = OnBreak.say(session, MAY_HAVE_BEEN_STARTED)) {
      return requestId()
          .map(request -> jobs.start(spec(), request))
          .orElseGet(() -> jobs.start(spec()));
    }
  }

  private Optional<RequestId> requestId() {
    return Optional.ofNullable(requestId)
        .map(text -> OptionValue.allowed("--request-id", () -> new RequestId(text)));
  }

  private JobSpec spec() {
    String program = name == null ? commandLine.get(0) : name;
    List<String> arguments =
        name == null ? commandLine.subList(1, commandLine.size()) : splitArguments();
    Map<String, String> environment = environment();
    ProcessAttributes given = attributes.attributes();
    StopPolicy policy = stop.policy();
    WorkingDirectory directory = directory();
    try {
      return new JobSpec(program, arguments, environment, directory, given, policy);
    } catch (IllegalArgumentException unusable) {
      throw CommandFailure.refusal(
          RefusalStatus.INVALID_ARGUMENT, String.valueOf(unusable.getMessage()));
    }
  }

  private WorkingDirectory directory() {
    String path = workingDirectory;
    return path == null
        ? WorkingDirectory.inherited()
        : OptionValue.allowed("--workdir", () -> WorkingDirectory.at(path));
  }

  private List<String> splitArguments() {
    String words = args;
    return words == null ? List.of() : OptionValue.read("--args", () -> ShellWords.split(words));
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
