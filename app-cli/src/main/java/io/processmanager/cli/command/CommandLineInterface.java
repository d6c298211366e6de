package io.processmanager.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands behind one entrance: arguments in, exit code out. */
public final class CommandLineInterface {

  /** Where everything behind the first word is the job's command line. */
  private static final Set<String> TAKES_A_COMMAND = Set.of("start", "run");

  private final Console console;
  private final JobsConnector connector;
  private final Map<String, String> environment;

  /** The commands of a process with this environment. */
  public CommandLineInterface(
      Console console, JobsConnector connector, Map<String, String> environment) {
    this.console = Objects.requireNonNull(console, "console");
    this.connector = Objects.requireNonNull(connector, "connector");
    this.environment = Map.copyOf(environment);
  }

  /** Runs one command, prints what there is to print, and gives the exit code. */
  public int execute(String... arguments) {
    StringWriter help = new StringWriter();
    try {
      requireText(arguments);
      int exitCode = parser(new PrintWriter(help)).execute(arguments);
      console.write(StandardCharsets.UTF_8.encode(help.toString()));
      return exitCode;
    } catch (CommandFailure unprinted) {
      return say(unprinted);
    }
  }

  /** The JVM puts U+FFFD where bytes are not UTF-8; a job would be given something else. */
  private static void requireText(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].indexOf('\uFFFD') >= 0) {
        throw CommandFailure.usage(
            "argument " + (i + 1) + " is not UTF-8; what a job is given is text in UTF-8");
      }
    }
  }

  private CommandLine parser(PrintWriter help) {
    CommandLine parser = new CommandLine(new RootCommand(console, connector, environment));
    // A job's argument may begin with @, and nothing of it is to be replaced by a file's content.
    parser.setExpandAtFiles(false);
    parser.setOverwrittenOptionsAllowed(true);
    parser.setUsageHelpWidth(100);
    parser.setUsageHelpLongOptionsMaxWidth(30);
    parser.setOut(help);
    parser.registerConverter(Long.class, CommandLineInterface::wholeNumber);
    parser.setExecutionExceptionHandler((failure, command, parsed) -> say(failure));
    parser.setParameterExceptionHandler((failure, arguments) -> say(usage(failure)));
    parser
        .getSubcommands()
        .forEach((name, command) -> command.setStopAtPositional(TAKES_A_COMMAND.contains(name)));
    return parser;
  }

  private static Long wholeNumber(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException notOne) {
      throw new TypeConversionException(
          "'" + Printable.line(text) + "' is not a whole number up to " + Long.MAX_VALUE);
    }
  }

  private int say(Throwable failure) {
    Diagnosis diagnosis = Diagnosis.of(failure);
    diagnosis.line().ifPresent(console::say);
    return diagnosis.exitCode();
  }

  private static CommandFailure usage(ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    return CommandFailure.usage(
        lowerFirst(failure.getMessage()) + suggestion(failure) + "; see '" + command + " --help'");
  }

  private static String suggestion(ParameterException failure) {
    List<String> suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? new Spelling(unmatched.getUnmatched().getFirst()).nearest(unmatched.getSuggestions())
            : List.of();
    return suggestions.isEmpty() ? "" : " (did you mean " + String.join(" or ", suggestions) + "?)";
  }

  private static String lowerFirst(@Nullable String message) {
    String text = Objects.requireNonNullElse(message, "the command line is wrong");
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
