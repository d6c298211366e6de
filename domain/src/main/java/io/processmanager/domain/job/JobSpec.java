package io.processmanager.domain.job;

import java.time.Duration;
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
 * @param attributes umask, nice value and limits that it starts with
 * @param stopPolicy how it is stopped, and when though nobody asks
 */
public record JobSpec(
    String program,
    List<String> arguments,
    Map<String, String> environment,
    WorkingDirectory workingDirectory,
    ProcessAttributes attributes,
    StopPolicy stopPolicy) {

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException {@code program} is empty, a variable's name is empty or holds
   *     {@code =}, or a text holds what no command line can, such as a NUL
   */
  public JobSpec {
    Objects.requireNonNull(program, "program");
    Objects.requireNonNull(workingDirectory, "workingDirectory");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(stopPolicy, "stopPolicy");
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

  /**
   * {@return a program with arguments, and with the defaults for all the rest}
   *
   * @param program the file to run, or a name to be looked for in {@code PATH}
   * @param arguments what follows the program, one by one; no shell splits or expands them
   */
  public static JobSpec of(String program, String... arguments) {
    return of(program, List.of(arguments));
  }

  /**
   * {@return a command line: the program and, behind it, its arguments}
   *
   * @param commandLine the program first; not empty
   */
  public static JobSpec of(List<String> commandLine) {
    if (commandLine.isEmpty()) {
      throw new IllegalArgumentException("commandLine is empty; name what to run");
    }
    return of(commandLine.get(0), commandLine.subList(1, commandLine.size()));
  }

  private static JobSpec of(String program, List<String> arguments) {
    return new JobSpec(
        program,
        arguments,
        Map.of(),
        WorkingDirectory.inherited(),
        ProcessAttributes.inherited(),
        StopPolicy.defaults());
  }

  /**
   * {@return this spec with one variable more, or with another value for it}
   *
   * @param name the name of the variable; not empty, without {@code =}
   * @param value what it is set to; may be empty
   */
  public JobSpec withEnvironment(String name, String value) {
    Map<String, String> extended = new LinkedHashMap<>(environment);
    extended.put(name, value);
    return new JobSpec(program, arguments, extended, workingDirectory, attributes, stopPolicy);
  }

  /**
   * {@return this spec with more variables, or with other values for them; those that it has and
   * that are not named stay}
   *
   * @param variables values by name; no name is empty or holds {@code =}, a value may be empty
   */
  public JobSpec withEnvironment(Map<String, String> variables) {
    Map<String, String> extended = new LinkedHashMap<>(environment);
    extended.putAll(variables);
    return new JobSpec(program, arguments, extended, workingDirectory, attributes, stopPolicy);
  }

  /**
   * {@return this spec, started in the directory at the absolute {@code path}}
   *
   * @param path an absolute path
   */
  public JobSpec withWorkingDirectory(String path) {
    return new JobSpec(
        program, arguments, environment, WorkingDirectory.at(path), attributes, stopPolicy);
  }

  /**
   * {@return this spec with other attributes, in the place of all that it has: umask, nice value
   * and limits}
   *
   * @param newAttributes what the process gets
   */
  public JobSpec withAttributes(ProcessAttributes newAttributes) {
    return new JobSpec(
        program, arguments, environment, workingDirectory, newAttributes, stopPolicy);
  }

  /**
   * {@return this spec with other rules of how it is stopped, in the place of all that it has: the
   * {@linkplain #withMaximumRunTime maximum run time}, too}
   *
   * @param newPolicy the rules
   */
  public JobSpec withStopPolicy(StopPolicy newPolicy) {
    return new JobSpec(program, arguments, environment, workingDirectory, attributes, newPolicy);
  }

  /**
   * {@return this spec with a umask; {@link ProcessAttributes#umask()}}
   *
   * @param umask permission bits that files it creates do not get, from 0 to 0777
   */
  public JobSpec withUmask(int umask) {
    return withAttributes(attributes.withUmask(umask));
  }

  /**
   * {@return this spec with a nice value; {@link ProcessAttributes#nice()}}
   *
   * @param nice from -20, the most favoured, to 19
   */
  public JobSpec withNice(int nice) {
    return withAttributes(attributes.withNice(nice));
  }

  /**
   * {@return this spec with a soft limit; {@link ProcessAttributes#softLimits()}}
   *
   * @param resource what is limited
   * @param limit how much of it
   */
  public JobSpec withSoftLimit(Resource resource, Limit limit) {
    return withAttributes(attributes.withSoftLimit(resource, limit));
  }

  /**
   * {@return this spec, stopped when it has run that long; {@link StopPolicy#maximumRunTime()}}
   *
   * @param maximum more than zero, at most {@link StopPolicy#LONGEST_RUN_TIME}
   */
  public JobSpec withMaximumRunTime(Duration maximum) {
    return withStopPolicy(stopPolicy.withMaximumRunTime(maximum));
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
        + ", attributes="
        + attributes
        + ", stopPolicy="
        + stopPolicy
        + "]";
  }
}
