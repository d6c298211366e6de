package io.processmanager.adapters.grpc.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client certificate through the handshake of a server, without a verdict on it.
 *
 * <p>TLS proves that the client holds the certificate's key; {@link ClientVerifier} decides whether
 * the certificate holds, right after the handshake, and each call of a connection that it refuses
 * is answered {@code UNAUTHENTICATED}. A verdict here would break the handshake instead, which
 * tells a client nothing, and would be skipped when a session is resumed. No issuers are named, so
 * that a client shows the certificate it has whoever issued it.
 */
final class UndecidedTrust extends X509ExtendedTrustManager {

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    throw onlyForClients();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw onlyForClients();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw onlyForClients();
  }

  private static UnsupportedOperationException onlyForClients() {
    return new UnsupportedOperationException("a server's certificate is never taken unchecked");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
