package io.processmanager.cli.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself: what all commands have in common. */
@Command(
    name = "process-manager",
    description = "Runs and manages jobs on a worker.",
    customSynopsis = "process-manager [OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]",
    sortOptions = false,
    descriptionHeading = "%n",
    optionListHeading = "%nOptions, before or behind the command:%n",
    commandListHeading = "%nCommands:%n",
    versionProvider = Version.class,
    subcommands = {
      StartCommand.class,
      StopCommand.class,
      StatusCommand.class,
      OutputCommand.class,
      ListCommand.class,
      WaitCommand.class,
      RunCommand.class,
      SignalCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "1:Something unforeseen, such as a full disk behind stdout.",
      "2:The command line is wrong, or a file it names, or an environment variable.",
      "3:From 'stop' alone: SIGKILL was sent, and something has not died yet.",
      "100+n:Refused with gRPC status n, which stderr names first:",
      "103:INVALID_ARGUMENT, such as a malformed JobUUID.",
      "104:DEADLINE_EXCEEDED: no answer within --timeout, or in time for a stop.",
      "105:NOT_FOUND: no such job.",
      "107:PERMISSION_DENIED: the job is another owner's.",
      "108:RESOURCE_EXHAUSTED: the worker is out of processes, descriptors or memory.",
      "109:FAILED_PRECONDITION: the program or directory is not usable, or the job has ended.",
      "113:INTERNAL: a fault of the worker or of the way to it.",
      "114:UNAVAILABLE: the worker cannot be reached, or is shutting down.",
      "116:UNAUTHENTICATED: your certificate does not hold, or there is none.",
      "130:Broken off with Ctrl-C, which never stops a job.",
      "141:Whoever read stdout went away.",
      "any:'run' and 'wait' exit as the job did; 128+n if signal n ended it."
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  PROCESS_MANAGER_CACERTPATH, PROCESS_MANAGER_CLIENTKEYPATH,",
      "  PROCESS_MANAGER_CLIENTCERTPATH, PROCESS_MANAGER_ADDRESS, PROCESS_MANAGER_TIMEOUT",
      "  stand for the options of the same name.",
      "",
      "A JobUUID may be shortened to what is unique among your own jobs.",
      "'process-manager COMMAND --help' tells more of each command."
    })
final class RootCommand {

  private final Console console;
  private final JobsConnector connector;
  private final Map<String, String> environment;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-o", "--format"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "How results are printed: ${COMPLETION-CANDIDATES}. Default: text.")
  private OutputFormat format = OutputFormat.text;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean helpAskedFor;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean versionAskedFor;

  RootCommand(Console console, JobsConnector connector, Map<String, String> environment) {
    this.console = console;
    this.connector = connector;
    this.environment = environment;
  }

  Console console() {
    return console;
  }

  OutputFormat format() {
    return format;
  }

  /**
   * Connects as the options say. Whoever asks closes.
   *
   * @param again whether to make another connection when this one is lost over an output
   */
  Connection connect(boolean again) {
    Reconnection reconnection =
        again ? new Reconnection.Noted(new ReconnectionNotes(console)) : new Reconnection.Never();
    return connector.connect(connection.resolve(environment, reconnection));
  }
}
