package io.processmanager.adapters.grpc.client;

import io.grpc.Status;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in plain words why there is no connection to a worker. */
final class ConnectionFailure {

  private ConnectionFailure() {}

  static String tell(WorkerAddress address, Status status) {
    return "cannot reach the worker at " + address + ": " + why(address, status, Causes.of(status));
  }

  private static String why(WorkerAddress address, Status status, List<Throwable> causes) {
    Optional<String> told = address.failure(causes);
    if (told.isPresent()) {
      return told.get();
    }
    if (Causes.has(causes, SSLException.class) || Causes.has(causes, CertificateException.class)) {
      return handshake(causes);
    }
    if (Causes.has(causes, SocketException.class)) {
      return "the connection was lost; try again";
    }
    String description = String.valueOf(status.getDescription());
    return description.startsWith("Channel shutdown")
        ? "this client has been closed"
        : "the connection was lost (" + oneLine(description) + "); try again";
  }

  private static String handshake(List<Throwable> causes) {
    if (Causes.has(causes, NotSslRecordException.class)) {
      return "what answers there does not speak TLS; check the port";
    }
    if (Causes.has(causes, SslHandshakeTimeoutException.class)) {
      return "it took the connection and does not answer ("
          + lastMessage(causes)
          + "); it may hang,"
          + " or what listens there is something else";
    }
    if (Causes.has(causes, CertificateExpiredException.class)) {
      return "the worker's certificate has expired; it must be renewed";
    }
    if (Causes.has(causes, CertificateNotYetValidException.class)) {
      return "the worker's certificate is not valid yet; check the clocks";
    }
    if (Causes.has(causes, CertPathBuilderException.class)
        || Causes.has(causes, CertPathValidatorException.class)) {
      return "the worker's certificate is not trusted by the CA; check the CA certificate";
    }
    if (Causes.has(causes, CertificateException.class)) {
      return Causes.say(causes, "no subject alternative", "no name matching")
          ? "the host name does not match the worker's certificate; use the name it was issued for"
          : "the worker's certificate is not acceptable: " + lastMessage(causes);
    }
    return "the TLS handshake failed: " + lastMessage(causes);
  }

  private static String lastMessage(List<Throwable> causes) {
    return oneLine(String.valueOf(causes.get(causes.size() - 1).getMessage()));
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
