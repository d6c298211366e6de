package io.processmanager.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which worker is asked and by whom; before or behind the subcommand. */
final class ConnectionOptions {

  private static final String DEFAULT_ADDRESS = "localhost:8080";
  private static final String UNIX = "unix:";
  private static final String DEFAULT_TIMEOUT = "15s";
  private static final String AUTHORITY = "cacertpath";
  private static final String CERTIFICATE = "clientcertpath";
  private static final String KEY = "clientkeypath";

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
      description =
          "Your certificate, in PEM. It is who you are: your jobs belong to it. Without "
              + "one, a worker answers UNAUTHENTICATED.")
  private @Nullable String clientCertPath;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      scope = ScopeType.INHERIT,
      description =
          "Where the worker listens, as HOST:PORT; "
              + DEFAULT_ADDRESS
              + " unless given. Or a Unix socket of this machine, as unix:/PATH: it takes no"
              + " certificates, your jobs belong to the user that you are.")
  private @Nullable String address;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description =
          "How long the worker may take to answer; "
              + DEFAULT_TIMEOUT
              + " unless given. It bounds neither waiting for a job nor following its output; a"
              + " stop has 30s beyond the grace period.")
  private @Nullable String timeout;

  /** The settings, from the options first and from the environment where there is no option. */
  ConnectionSettings resolve(Map<String, String> environment, Reconnection reconnection) {
    String where = optional("address", address, environment, DEFAULT_ADDRESS);
    return new ConnectionSettings(
        where.startsWith(UNIX) ? localUser(where) : certificates(environment),
        where,
        timeout(optional("timeout", timeout, environment, DEFAULT_TIMEOUT)),
        reconnection);
  }

  /** Certificates that the environment names are there for other workers, and left alone. */
  private Trust localUser(String where) {
    refuse(where, AUTHORITY, caCertPath);
    refuse(where, CERTIFICATE, clientCertPath);
    refuse(where, KEY, clientKeyPath);
    return new Trust.LocalUser();
  }

  private static void refuse(String where, String name, @Nullable String given) {
    if (given != null) {
      throw CommandFailure.usage(
          "--"
              + name
              + " is of no use with the address "
              + where
              + ": on a Unix socket you are known by your user, not by a certificate");
    }
  }

  private Trust certificates(Map<String, String> environment) {
    String ca = optional(AUTHORITY, caCertPath, environment, "");
    if (ca.isEmpty()) {
      throw missing(AUTHORITY, "");
    }
    return new Trust.Certificates(path(AUTHORITY, ca), client(environment));
  }

  private ClientCertificate client(Map<String, String> environment) {
    String certificate = optional(CERTIFICATE, clientCertPath, environment, "");
    String key = optional(KEY, clientKeyPath, environment, "");
    if (certificate.isEmpty() && key.isEmpty()) {
      return new ClientCertificate.None();
    }
    if (certificate.isEmpty()) {
      throw missing(CERTIFICATE, ", and --" + KEY + " is of no use without it");
    }
    if (key.isEmpty()) {
      throw missing(KEY, ", and --" + CERTIFICATE + " is of no use without it");
    }
    return new ClientCertificate.Given(path(CERTIFICATE, certificate), path(KEY, key));
  }

  private static CommandFailure missing(String name, String why) {
    return CommandFailure.usage(
        "--" + name + " is missing" + why + "; give it or set " + variable(name));
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
