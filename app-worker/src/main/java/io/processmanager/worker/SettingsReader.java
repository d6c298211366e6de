package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsMaterialException;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.ports.outbound.OutputLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes settings of options and environment, and gathers all that is wrong with them. */
final class SettingsReader {

  private static final String ADMINS = "ADMIN_CERTS_PATHS";
  private static final int LARGEST_PORT = 65_535;

  private final Map<String, String> options;
  private final Map<String, String> environment;
  private final long mostOutputBytes;
  private final List<String> problems = new ArrayList<>();

  private SettingsReader(
      Map<String, String> options, Map<String, String> environment, long heapBytes) {
    this.options = options;
    this.environment = environment;
    this.mostOutputBytes = heapBytes / 4 * 3;
  }

  /**
   * The settings.
   *
   * @param options what was given, by the option's name without its dashes
   * @param defaults the limits where no option gives others
   * @param heapBytes how large the heap may grow, in which outputs are kept
   * @throws SettingsException something is missing or wrong
   */
  static WorkerSettings read(
      Map<String, String> options,
      Map<String, String> environment,
      OutputLimits defaults,
      long heapBytes)
      throws SettingsException {
    return new SettingsReader(options, environment, heapBytes).read(defaults);
  }

  private WorkerSettings read(OutputLimits defaults) throws SettingsException {
    InetSocketAddress address = address();
    TlsMaterial tls = tls();
    TlsProfile profile = value("tls-profile", "compatible", SettingsReader::profile);
    AdminCertificates admins =
        told(() -> AdminCertificates.read(environment.getOrDefault(ADMINS, "")), ADMINS + ": ");
    OutputLimits limits = limits(defaults);
    CgroupUse cgroups = value("cgroups", "auto", SettingsReader::cgroups);
    Duration grace = value("grace", "3s", SettingsReader::grace);
    if (address == null
        || tls == null
        || profile == null
        || admins == null
        || limits == null
        || cgroups == null
        || grace == null) {
      throw new SettingsException(problems);
    }
    return new WorkerSettings(address, tls, profile, admins, limits, cgroups, grace);
  }

  private @Nullable InetSocketAddress address() {
    Integer port = value("port", "8080", SettingsReader::port);
    return port == null ? null : value("host", "0.0.0.0", host -> listenAddress(host, port));
  }

  private @Nullable TlsMaterial tls() {
    Path ca = file("cacertpath");
    Path key = file("serverkeypath");
    Path cert = file("servercertpath");
    return ca == null || key == null || cert == null
        ? null
        : told(() -> TlsMaterial.read(ca, cert, key), "");
  }

  private @Nullable OutputLimits limits(OutputLimits defaults) {
    Long total = value("output-total", Long.toString(defaults.totalBytes()), Quantities::bytes);
    if (total == null) {
      value("output-per-job", "1", Quantities::bytes);
      return null;
    }
    long unlessGiven = Math.min(defaults.perJobBytes(), total);
    Long perJob = value("output-per-job", Long.toString(unlessGiven), Quantities::bytes);
    if (perJob == null) {
      return null;
    }
    boolean totalGiven = given("output-total").isPresent();
    long enough = totalGiven ? total : Math.max(perJob, total);
    if (enough > mostOutputBytes) {
      problems.add(
          (totalGiven ? "--output-total: " : "--output-per-job: ")
              + enough
              + " bytes are more than three quarters of the heap, "
              + mostOutputBytes
              + " bytes; keep less, or raise -Xmx in PROCESS_MANAGER_WORKER_JAVA_OPTS");
      return null;
    }
    return told(() -> limits(perJob, enough), "--output-per-job: ");
  }

  private static OutputLimits limits(long perJob, long total) {
    if (perJob > total) {
      throw new IllegalArgumentException(
          perJob + " bytes are more than --output-total, " + total + " bytes");
    }
    return new OutputLimits(perJob, total);
  }

  private @Nullable Path file(String name) {
    Optional<String> given = given(name);
    if (given.isEmpty()) {
      problems.add("--" + name + " is missing; give it or set " + variable(name));
      return null;
    }
    return told(() -> Path.of(given.get()), "--" + name + ": ");
  }

  private <T> @Nullable T value(String name, String unlessGiven, Function<String, T> reading) {
    return told(() -> reading.apply(given(name).orElse(unlessGiven)), "--" + name + ": ");
  }

  private <T> @Nullable T told(Supplier<T> reading, String before) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | TlsMaterialException wrong) {
      problems.add(before + wrong.getMessage());
      return null;
    }
  }

  private Optional<String> given(String name) {
    String option = options.get(name);
    return option != null
        ? Optional.of(option)
        : Optional.ofNullable(environment.get(variable(name))).filter(value -> !value.isEmpty());
  }

  private static String variable(String name) {
    return "PROCESS_MANAGER_WORKER_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LARGEST_PORT) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a port; give a number from 0 to " + LARGEST_PORT);
  }

  private static InetSocketAddress listenAddress(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (host.isBlank() || address.isUnresolved()) {
      throw new IllegalArgumentException(
          "'" + host + "' is not an address of this machine; give one, or localhost or 0.0.0.0");
    }
    return address;
  }

  private static TlsProfile profile(String text) {
    return switch (text) {
      case "compatible" -> TlsProfile.COMPATIBLE;
      case "modern" -> TlsProfile.MODERN;
      default ->
          throw new IllegalArgumentException("'" + text + "' is neither compatible nor modern");
    };
  }

  private static CgroupUse cgroups(String text) {
    return switch (text) {
      case "auto" -> CgroupUse.WHERE_POSSIBLE;
      case "required" -> CgroupUse.REQUIRED;
      case "none" -> CgroupUse.NONE;
      default ->
          throw new IllegalArgumentException("'" + text + "' is neither auto, required nor none");
    };
  }

  private static Duration grace(String text) {
    Duration grace = Quantities.duration(text);
    if (grace.compareTo(StopPolicy.LONGEST_GRACE) > 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than 1h");
    }
    return grace;
  }
}
