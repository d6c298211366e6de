package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 9113, section 9.2.1: a connection of HTTP/2 keeps the handshake that it began with. */
class RenegotiationIT {

  private static final int LONGEST_SILENCE_MILLIS = 20_000;

  @TempDir private Path directory;

  @Test
  void aClientThatWantsToRenegotiateLosesItsConnection() throws Exception {
    TestPki pki = TestPki.create(directory);
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, Map.of());
        SSLSocket socket = connect(pki, worker.port())) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().readAllBytes();
              })
          .isInstanceOf(SSLException.class);
    }
  }

  private static SSLSocket connect(TestPki pki, int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, believing(pki.ca()).getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(LONGEST_SILENCE_MILLIS);
    return socket;
  }

  private static TrustManagerFactory believing(Path ca) throws Exception {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    try (InputStream certificate = Files.newInputStream(ca)) {
      authorities.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(authorities);
    return factory;
  }
}
