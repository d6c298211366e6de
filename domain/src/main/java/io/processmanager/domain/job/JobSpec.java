package io.processmanager.domain.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to run: a program with its arguments and surroundings, as {@code execve(2)} takes them. No
 * shell stands in between, so nothing is split, expanded or quoted.
 *
 * <p><b>Shape.</b> Immutable. Text reaches the program as UTF-8 whatever the locale.
 *
 * @param program a path if it has a slash, else looked up in the job's {@code PATH}; not empty
 * @param arguments the arguments without the program's own name
 * @param environment variables on top of the small allow-list that a job inherits; they win over it
 * @param workingDirectory where the program starts
 */
public record JobSpec(
    String program,
    List<String> arguments,
    Map<String, String> environment,
    WorkingDirectory workingDirectory) {

  public JobSpec {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(workingDirectory, "workingDirectory");
    Objects.requireNonNull(arguments, "arguments")
        .forEach(argument -> Objects.requireNonNull(argument, "argument"));
    Objects.requireNonNull(environment, "environment");
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (program.isEmpty()) {
      throw new IllegalArgumentException("program is empty; name what to run");
    }
    Text.requireExecutable("program", program);
    arguments.forEach(argument -> Text.requireExecutable("argument", argument));
    environment.forEach(JobSpec::requireVariable);
  }

  private static void requireVariable(String name, String value) {
    Objects.requireNonNull(name, "environment name");
    Objects.requireNonNull(value, "environment value");
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "environment variable '" + Text.printable(name) + "' needs a name without '='");
    }
    Text.requireExecutable("environment variable", name);
    Text.requireExecutableSecret(
        "value of environment variable '" + Text.printable(name) + "'", value);
  }

  /** A program with arguments, nothing added to its environment, in the inherited directory. */
  public static JobSpec of(String program, String... arguments) {
    return new JobSpec(program, List.of(arguments), Map.of(), WorkingDirectory.inherited());
  }

  /** A command line: the program and, behind it, its arguments. */
  public static JobSpec of(List<String> commandLine) {
    if (commandLine.isEmpty()) {
      throw new IllegalArgumentException("commandLine is empty; name what to run");
    }
    return new JobSpec(
        commandLine.get(0),
        commandLine.subList(1, commandLine.size()),
        Map.of(),
        WorkingDirectory.inherited());
  }

  /** This spec with one variable more, or with another value for it. */
  public JobSpec withEnvironment(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(environment);
    extended.put(name, value);
    return new JobSpec(program, arguments, extended, workingDirectory);
  }

  /** This spec, started in the directory at the absolute {@code path}. */
  public JobSpec withWorkingDirectory(String path) {
    return new JobSpec(program, arguments, environment, WorkingDirectory.at(path));
  }

  /**
   * The command line and the names of the variables. Their values are left out: they are often
   * secrets.
   */
  @Override
  public String toString() {
    return "JobSpec[program="
        + program
        + ", arguments="
        + arguments
        + ", environment="
        + environment.keySet()
        + ", workingDirectory="
        + workingDirectory
        + "]";
  }
}
