package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.worker.wiring.Retention;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes settings of options and environment, and gathers all that is wrong with them. */
final class SettingsReader {

  private static final String ADMINS = "ADMIN_CERTS_PATHS";
  private static final int LARGEST_PORT = 65_535;

  private final GivenValues given;
  private final Surroundings surroundings;

  private SettingsReader(GivenValues given, Surroundings surroundings) {
    this.given = given;
    this.surroundings = surroundings;
  }

  /**
   * The settings.
   *
   * @param options what was given, by the option's name without its dashes
   * @throws SettingsException something is missing or wrong
   */
  static WorkerSettings read(
      Map<String, String> options, Map<String, String> environment, Surroundings surroundings)
      throws SettingsException {
    return new SettingsReader(new GivenValues(options, environment), surroundings).read();
  }

  private WorkerSettings read() throws SettingsException {
    InetSocketAddress address = address();
    TlsMaterial tls = tls();
    TlsProfile profile = given.value("tls-profile", "compatible", SettingsReader::profile);
    AdminCertificates admins =
        given.told(
            () -> AdminCertificates.read(given.variableNamed(ADMINS).orElse("")), ADMINS + ": ");
    OutputPlace output = new OutputPlaceReader(given, surroundings).read();
    CgroupUse cgroups = given.value("cgroups", "auto", SettingsReader::cgroups);
    Retention retention = retention();
    Duration grace = given.value("grace", "3s", SettingsReader::grace);
    if (address == null
        || tls == null
        || profile == null
        || admins == null
        || output == null
        || cgroups == null
        || retention == null
        || grace == null) {
      throw new SettingsException(given.problems());
    }
    return new WorkerSettings(address, tls, profile, admins, output, cgroups, retention, grace);
  }

  private @Nullable InetSocketAddress address() {
    Integer port = given.value("port", "8080", SettingsReader::port);
    return port == null ? null : given.value("host", "0.0.0.0", host -> listenAddress(host, port));
  }

  private @Nullable TlsMaterial tls() {
    Path ca = given.file("cacertpath");
    Path key = given.file("serverkeypath");
    Path cert = given.file("servercertpath");
    return ca == null || key == null || cert == null
        ? null
        : given.told(() -> TlsMaterial.read(ca, cert, key), "");
  }

  private @Nullable Retention retention() {
    Integer jobs = given.value("keep-jobs", "10000", SettingsReader::count);
    Duration time = given.value("keep-jobs-for", "7d", Quantities::duration);
    return jobs == null || time == null ? null : new Retention(jobs, time);
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= LARGEST_PORT) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a port; give a number from 0 to " + LARGEST_PORT);
  }

  private static int count(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a number of jobs; give a whole number below 1000000000");
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
