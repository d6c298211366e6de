package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.TlsMaterialException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What options and environment say, and all that was found wrong with it. */
final class GivenValues {

  private final Map<String, String> options;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param options what was given, by the option's name without its dashes
   */
  GivenValues(Map<String, String> options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /** What is wrong, in the order in which it was found. */
  List<String> problems() {
    return problems;
  }

  /** Notes that something is wrong. */
  void refuse(String problem) {
    problems.add(problem);
  }

  /** A file that must be given; null, and noted, if it is not. */
  @Nullable Path file(String name) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      problems.add("--" + name + " is missing; give it or set " + variable(name));
      return null;
    }
    return path(name, given.get());
  }

  /** A path; null, and noted, if it is none. */
  @Nullable Path path(String name, String text) {
    return told(() -> Path.of(text), "--" + name + ": ");
  }

  /** The value of an option; null, and noted, if it cannot be read. */
  <T> @Nullable T value(String name, String unlessGiven, Function<String, T> reading) {
    return told(() -> reading.apply(text(name).orElse(unlessGiven)), "--" + name + ": ");
  }

  /**
   * What a reading gives; null, and noted, if it refuses.
   *
   * @param before what the note begins with
   */
  <T> @Nullable T told(Supplier<T> reading, String before) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | TlsMaterialException wrong) {
      problems.add(before + wrong.getMessage());
      return null;
    }
  }

  /** An option as it was given, by itself or by its variable. */
  Optional<String> text(String name) {
    String option = options.get(name);
    return option != null ? Optional.of(option) : variableNamed(variable(name));
  }

  /** A variable of the environment that is not empty. */
  Optional<String> variableNamed(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The variable that stands for an option. */
  static String variable(String option) {
    return "PROCESS_MANAGER_WORKER_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
