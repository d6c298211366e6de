package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that come about: each kind of key on either side, each profile, each address. */
class HandshakesTest {

  private final FakeJobs fake = new FakeJobs();
  private TestPki pki;

  @BeforeEach
  void create(@TempDir Path directory) {
    pki = TestPki.create(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, COMPATIBLE",
    "RSA, 3072, MODERN",
    "EC, 256, MODERN",
    "EC, 384, COMPATIBLE",
    "EC, 521, MODERN",
    "Ed25519, 255, COMPATIBLE",
    "Ed25519, 255, MODERN"
  })
  void bothSidesProveTheirKeys(String algorithm, int bits, TlsProfile profile) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    TestPki.Issued worker =
        pki.issue(
            TestCertificate.named("CN=worker")
                .forServers()
                .dns("localhost")
                .keys(generator.generateKeyPair()));
    TestPki.Issued client =
        pki.issue(TestCertificate.named("CN=alice").keys(generator.generateKeyPair()));

    callOnce(worker, client, profile, InetAddress.getLoopbackAddress(), "localhost");

    assertThat(fake.lastCaller).isEqualTo(Caller.user("CN=alice"));
  }

  @Test
  void addressOfEitherFamilyIsReachedAndChecked() throws Exception {
    byte[] bytes = new byte[16];
    bytes[15] = 1;
    InetAddress six = InetAddress.getByAddress(bytes);

    callOnce(
        pki.server(),
        pki.client("four"),
        TlsProfile.MODERN,
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
        "127.0.0.1");
    assertThat(fake.lastCaller).isEqualTo(Caller.user("CN=four"));
    assumeTrue(NetworkInterface.getByInetAddress(six) != null, "there is no IPv6 on this machine");
    callOnce(pki.server(), pki.client("six"), TlsProfile.MODERN, six, "[::1]");

    assertThat(fake.lastCaller).isEqualTo(Caller.user("CN=six"));
  }

  private void callOnce(
      TestPki.Issued worker,
      TestPki.Issued client,
      TlsProfile profile,
      InetAddress address,
      String host)
      throws Exception {
    GrpcJobsServer server =
        GrpcJobsServer.builder()
            .jobs(fake)
            .tls(worker.material())
            .profile(profile)
            .address(new InetSocketAddress(address, 0))
            .build();
    server.start();
    try (GrpcJobs jobs =
        GrpcJobs.builder()
            .address(host + ":" + server.port())
            .tls(client.material())
            .profile(profile)
            .build()) {
      jobs.list(JobQuery.visible());
    } finally {
      server.shutdown(Duration.ZERO);
    }
  }
}
