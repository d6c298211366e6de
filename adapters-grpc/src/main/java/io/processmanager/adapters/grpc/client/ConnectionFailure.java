package io.processmanager.adapters.grpc.client;

import io.grpc.Status;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says in plain words why there is no connection to a worker. */
final class ConnectionFailure {

  private static final int DEEPEST_CAUSE = 20;

  private ConnectionFailure() {}

  static String tell(WorkerAddress address, Status status) {
    return "cannot reach the worker at " + address + ": " + why(status, causes(status));
  }

  private static List<Throwable> causes(Status status) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = status.getCause();
        cause != null && causes.size() < DEEPEST_CAUSE;
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static String why(Status status, List<Throwable> causes) {
    if (has(causes, UnknownHostException.class) || has(causes, UnresolvedAddressException.class)) {
      return "unknown host; check the address";
    }
    if (has(causes, NoRouteToHostException.class)) {
      return "no route to the host; check the address";
    }
    if (has(causes, ConnectException.class)) {
      return says(causes, "timed out")
          ? "no answer to the connection attempt; check the address and the firewall"
          : "connection refused; check the address, and that the worker runs";
    }
    if (has(causes, SSLException.class) || has(causes, CertificateException.class)) {
      return handshake(causes);
    }
    if (has(causes, SocketException.class)) {
      return "the connection was lost; try again";
    }
    String description = String.valueOf(status.getDescription());
    return description.startsWith("Channel shutdown")
        ? "this client has been closed"
        : "the connection was lost (" + oneLine(description) + "); try again";
  }

  private static String handshake(List<Throwable> causes) {
    if (has(causes, NotSslRecordException.class)) {
      return "what answers there does not speak TLS; check the port";
    }
    if (has(causes, CertificateExpiredException.class)) {
      return "the worker's certificate has expired; it must be renewed";
    }
    if (has(causes, CertificateNotYetValidException.class)) {
      return "the worker's certificate is not valid yet; check the clocks";
    }
    if (has(causes, CertPathBuilderException.class)
        || has(causes, CertPathValidatorException.class)) {
      return "the worker's certificate is not trusted by the CA; check the CA certificate";
    }
    if (has(causes, CertificateException.class)) {
      return says(causes, "no subject alternative", "no name matching")
          ? "the host name does not match the worker's certificate; use the name it was issued for"
          : "the worker's certificate is not acceptable: " + lastMessage(causes);
    }
    return "the TLS handshake failed: " + lastMessage(causes);
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static boolean says(List<Throwable> causes, String... words) {
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      for (String word : words) {
        if (message.contains(word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String lastMessage(List<Throwable> causes) {
    return oneLine(String.valueOf(causes.get(causes.size() - 1).getMessage()));
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
