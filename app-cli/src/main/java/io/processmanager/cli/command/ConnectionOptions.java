package io.processmanager.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which worker is asked and by whom; before or behind the subcommand. */
final class ConnectionOptions {

  private static final String DEFAULT_ADDRESS = "localhost:8080";
  private static final String DEFAULT_TIMEOUT = "15s";

  @Option(
      names = "--cacertpath",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Certificates of the authority that signed the worker's, in PEM.")
  private @Nullable String caCertPath;

  @Option(
      names = "--clientkeypath",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Your private key, in PEM.")
  private @Nullable String clientKeyPath;

  @Option(
      names = "--clientcertpath",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Your certificate, in PEM. It is who you are: your jobs belong to it.")
  private @Nullable String clientCertPath;

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description = "The worker's address; " + DEFAULT_ADDRESS + " unless given.")
  private @Nullable String address;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description = {
        "How long the worker may take to answer; " + DEFAULT_TIMEOUT + " unless given.",
        "Waiting for a job and following its output are not bounded by it."
      })
  private @Nullable String timeout;

  /** The settings, from the options first and from the environment where there is no option. */
  ConnectionSettings resolve(Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    String ca = required("cacertpath", caCertPath, environment, missing);
    String key = required("clientkeypath", clientKeyPath, environment, missing);
    String cert = required("clientcertpath", clientCertPath, environment, missing);
    if (!missing.isEmpty()) {
      throw CommandFailure.usage(String.join("; ", missing));
    }
    return new ConnectionSettings(
        path("cacertpath", ca),
        path("clientkeypath", key),
        path("clientcertpath", cert),
        optional("address", address, environment, DEFAULT_ADDRESS),
        timeout(optional("timeout", timeout, environment, DEFAULT_TIMEOUT)));
  }

  private static String required(
      String name, @Nullable String given, Map<String, String> environment, List<String> missing) {
    String value = optional(name, given, environment, "");
    if (value.isEmpty()) {
      missing.add("--" + name + " is missing; give it or set " + variable(name));
    }
    return value;
  }

  private static String optional(
      String name, @Nullable String given, Map<String, String> environment, String otherwise) {
    if (given != null) {
      return given;
    }
    String set = environment.getOrDefault(variable(name), "");
    return set.isEmpty() ? otherwise : set;
  }

  private static String variable(String name) {
    return "PROCESS_MANAGER_" + name.toUpperCase(Locale.ROOT);
  }

  private static Path path(String name, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException notAPath) {
      throw CommandFailure.configuration("--" + name + ": '" + text + "' is not a path");
    }
  }

  private static Duration timeout(String text) {
    try {
      Duration timeout = Durations.parse(text);
      if (timeout.isZero()) {
        throw CommandFailure.configuration("--timeout is zero; no worker answers in no time");
      }
      return timeout;
    } catch (IllegalArgumentException notADuration) {
      throw CommandFailure.configuration("--timeout: " + notADuration.getMessage());
    }
  }
}
