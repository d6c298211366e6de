package io.processmanager.adapters.grpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.adapters.grpc.server.FakeJobs;
import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is negotiated, seen by clients that are nothing but TLS. */
class TlsProfileTest {

  private static final int ALERT = 21;
  private static final int FATAL = 2;
  private static final int PROTOCOL_VERSION = 70;
  private static final String GCM_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  private static final String GCM_256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String CBC = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
  private static final String CHACHA = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";

  private TestPki pki;
  private final Deque<GrpcJobsServer> servers = new ArrayDeque<>();

  @BeforeEach
  void create(@TempDir Path directory) {
    pki = TestPki.create(directory);
  }

  @AfterEach
  void stop() throws Exception {
    for (GrpcJobsServer server : servers) {
      server.shutdown(Duration.ZERO);
    }
  }

  private void serve(TlsProfile profile) throws IOException {
    serve(profile, pki.server());
  }

  private void serve(TlsProfile profile, TestPki.Issued certificate) throws IOException {
    GrpcJobsServer server =
        GrpcJobsServer.builder()
            .jobs(new FakeJobs())
            .tls(certificate.material())
            .profile(profile)
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build();
    server.start();
    servers.push(server);
  }

  private int port() {
    return servers.element().port();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0300", "0301", "0302"})
  void versionsBelowOneTwoAreRefused(String version) throws Exception {
    serve(TlsProfile.COMPATIBLE);

    assertThat(alertFor(version)).containsExactly(FATAL, PROTOCOL_VERSION);
  }

  @Test
  void theSameGreetingForOneTwoIsAnswered() throws Exception {
    serve(TlsProfile.COMPATIBLE);

    assertThatThrownBy(() -> alertFor("0303")).hasMessageContaining("record 22");
  }

  /** The level and the code of the alert that answers a greeting of this version; RFC 5246. */
  private int[] alertFor(String version) throws IOException {
    String extensions =
        "000a00060004001d0017" // supported_groups: x25519, secp256r1
            + "000b00020100" // ec_point_formats: uncompressed
            + "000d00080006040308040401" // signature_algorithms
            + "0010000500030268" // application_layer_protocol_negotiation:
            + "32"; // h2
    String hello =
        version
            + "11".repeat(32)
            + "00"
            + "0004c02bc009"
            + "0100"
            + length(extensions, 2)
            + extensions;
    String handshake = "01" + length(hello, 3) + hello;
    byte[] message = HexFormat.of().parseHex("160301" + length(handshake, 2) + handshake);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(message);
      DataInputStream answer = new DataInputStream(socket.getInputStream());
      int record = answer.readUnsignedByte();
      if (record != ALERT) {
        throw new IOException("record " + record);
      }
      answer.readUnsignedShort();
      answer.readUnsignedShort();
      return new int[] {answer.readUnsignedByte(), answer.readUnsignedByte()};
    }
  }

  private static String length(String hex, int bytes) {
    return String.format("%0" + 2 * bytes + "x", hex.length() / 2);
  }

  @ParameterizedTest
  @CsvSource({"COMPATIBLE, " + CHACHA, "MODERN, " + CBC})
  void suiteOffTheListIsRefused(TlsProfile profile, String suite) throws Exception {
    serve(profile);

    assertThatThrownBy(() -> negotiated("TLSv1.2", suite))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("handshake_failure");
  }

  @ParameterizedTest
  @EnumSource
  void serversOrderOfSuitesCounts(TlsProfile profile) throws Exception {
    serve(profile);

    assertThat(negotiated("TLSv1.2", GCM_256, GCM_128)).isEqualTo(GCM_128);
    assertThat(negotiated("TLSv1.3", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384"))
        .isEqualTo("TLS_AES_256_GCM_SHA384");
  }

  @ParameterizedTest
  @ValueSource(strings = {GCM_128, GCM_256, CBC})
  void suiteOnTheListIsTaken(String suite) throws Exception {
    serve(TlsProfile.COMPATIBLE);

    assertThat(negotiated("TLSv1.2", suite)).isEqualTo(suite);
  }

  @Test
  void clientsThatHaveNothingButRsaSuitesAreServedWithAnRsaKey() throws Exception {
    serve(
        TlsProfile.COMPATIBLE,
        pki.issue(
            TestCertificate.named("CN=worker")
                .forServers()
                .dns("localhost")
                .keys(TestCertificate.rsaKeys())));

    List<String> rsa =
        TlsProfile.COMPATIBLE.cipherSuites().stream()
            .filter(suite -> suite.contains("_RSA_"))
            .toList();
    assertThat(rsa).hasSize(12);
    for (String suite : rsa) {
      assertThat(negotiated("TLSv1.2", suite)).isEqualTo(suite);
    }
  }

  /** The suite that the server chooses out of these. */
  private String negotiated(String protocol, String... suites) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AnyServer()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(suites);
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }
}
