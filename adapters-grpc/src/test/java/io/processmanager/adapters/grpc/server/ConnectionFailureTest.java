package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client says of a worker that it does not get through to, or does not believe. */
class ConnectionFailureTest {

  @TempDir private Path directory;
  private TestPki pki;
  private TlsMaterial client;

  @BeforeEach
  void create() {
    pki = TestPki.create(directory.resolve("ours"));
    client = pki.client("alice").material();
  }

  private static String said(String address, TlsMaterial material) {
    try (GrpcJobs jobs = GrpcJobs.builder().address(address).tls(material).build()) {
      JobsException.Unavailable refusal =
          catchThrowableOfType(
              JobsException.Unavailable.class, () -> jobs.list(JobQuery.visible()));
      assertThat(refusal.getMessage()).isNotNull().contains(address).doesNotContain("\n");
      return String.valueOf(refusal.getMessage());
    }
  }

  private String saidOf(TestCertificate worker) throws Exception {
    TestPki.Issued issued = pki.issue(worker);
    try (Loopback loopback =
        Loopback.serve(new FakeJobs(), pki, issued, AdminCertificates.none(), Clock.systemUTC())) {
      return said(loopback.address(), client);
    }
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(said("127.0.0.1:" + port, client)).contains("connection refused");
  }

  @Test
  void unknownHost() {
    assertThat(said("no-such-host.invalid:8080", client)).contains("unknown host");
  }

  @Test
  void workerOfAnotherAuthority() throws Exception {
    TestPki other = TestPki.create(directory.resolve("theirs"));
    TestPki.Issued server = other.server().believing(pki);

    try (Loopback loopback =
        Loopback.serve(new FakeJobs(), pki, server, AdminCertificates.none(), Clock.systemUTC())) {
      assertThat(said(loopback.address(), client)).contains("is not trusted by the CA");
    }
  }

  @Test
  void workerUnderAnotherName() throws Exception {
    assertThat(saidOf(TestCertificate.named("CN=localhost").forServers().dns("worker.example")))
        .contains("host name does not match");
    assertThat(saidOf(TestCertificate.named("CN=other").forServers()))
        .contains("host name does not match");
  }

  @Test
  void addressThatTheCertificateDoesNotName() throws Exception {
    TestPki.Issued server =
        pki.issue(TestCertificate.named("CN=worker").forServers().dns("localhost"));

    try (Loopback loopback =
        Loopback.serve(new FakeJobs(), pki, server, AdminCertificates.none(), Clock.systemUTC())) {
      assertThat(said("127.0.0.1:" + loopback.server().port(), client))
          .contains("host name does not match");
    }
  }

  @Test
  void workerWhoseCertificateHasExpired() throws Exception {
    Instant now = Instant.now();

    assertThat(
            saidOf(
                TestCertificate.named("CN=worker")
                    .forServers()
                    .dns("localhost")
                    .valid(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(1)))))
        .contains("certificate has expired");
  }

  @Test
  void workerWithAClientsCertificate() throws Exception {
    assertThat(saidOf(TestCertificate.named("CN=worker").dns("localhost")))
        .contains("certificate is not acceptable");
  }

  @Test
  void serverThatDoesNotSpeakTls() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerInClear(socket));
      answering.start();

      assertThat(said("127.0.0.1:" + socket.getLocalPort(), client))
          .endsWith("does not speak TLS; check the port");
      answering.join();
    }
  }

  private static void answerInClear(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 no\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().readAllBytes();
    } catch (IOException clientGone) {
      assertThat(clientGone).isNotNull();
    }
  }

  @Test
  void serverThatNeverAnswersTimesOut() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        GrpcJobs jobs =
            GrpcJobs.builder()
                .address("127.0.0.1:" + socket.getLocalPort())
                .tls(client)
                .callTimeout(Duration.ofMillis(300))
                .build()) {
      JobsException.TimedOut refusal =
          catchThrowableOfType(JobsException.TimedOut.class, () -> jobs.list(JobQuery.visible()));

      assertThat(refusal).hasMessageContaining("within 0.3 s");
    }
  }
}
