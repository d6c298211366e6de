package io.processmanager.worker;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.worker.wiring.Endpoint;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes endpoints of options and environment: TLS, a Unix socket, or both. */
final class EndpointsReader {

  private static final String ADMINS = "ADMIN_CERTS_PATHS";
  private static final int LARGEST_PORT = 65_535;

  /** Whoever gives one of these wants TLS, whatever else they want. */
  private static final List<String> TLS_OPTIONS =
      List.of("port", "host", "cacertpath", "servercertpath", "serverkeypath", "tls-profile");

  private final GivenValues given;

  private final boolean isRoot;

  /**
   * @param isRoot whether the worker runs as root
   */
  EndpointsReader(GivenValues given, boolean isRoot) {
    this.given = given;
    this.isRoot = isRoot;
  }

  /** The endpoints; null if something is wrong with them, which is noted. */
  @Nullable List<Endpoint> read() {
    UnixSocketReader unix = new UnixSocketReader(given, isRoot);
    List<@Nullable Endpoint> read = new ArrayList<>();
    if (!unix.isWanted() || isTlsWanted()) {
      read.add(tls());
    }
    if (unix.isWanted()) {
      read.add(unix.read());
    } else {
      unix.refuseWhatIsOfNoUse();
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (Endpoint endpoint : read) {
      if (endpoint != null) {
        endpoints.add(endpoint);
      }
    }
    return endpoints.size() == read.size() ? endpoints : null;
  }

  private boolean isTlsWanted() {
    return TLS_OPTIONS.stream().anyMatch(name -> given.text(name).isPresent())
        || given.variableNamed(ADMINS).isPresent();
  }

  private @Nullable Endpoint tls() {
    InetSocketAddress address = address();
    TlsMaterial material = material();
    TlsProfile profile = given.value("tls-profile", "compatible", EndpointsReader::profile);
    AdminCertificates admins =
        given.told(
            () -> AdminCertificates.read(given.variableNamed(ADMINS).orElse("")), ADMINS + ": ");
    return address == null || material == null || profile == null || admins == null
        ? null
        : new Endpoint.Tls(address, material, profile, admins);
  }

  private @Nullable InetSocketAddress address() {
    Integer port = given.value("port", "8080", EndpointsReader::port);
    return port == null ? null : given.value("host", "0.0.0.0", host -> listenAddress(host, port));
  }

  private @Nullable TlsMaterial material() {
    Path ca = given.file("cacertpath");
    Path key = given.file("serverkeypath");
    Path cert = given.file("servercertpath");
    return ca == null || key == null || cert == null
        ? null
        : usable(given.told(() -> TlsMaterial.read(ca, cert, key), ""));
  }

  private @Nullable TlsMaterial usable(@Nullable TlsMaterial material) {
    return material == null
        ? null
        : given.told(
            () -> ServerCertificate.checked(material, Instant.now()), "--servercertpath: ");
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
}
