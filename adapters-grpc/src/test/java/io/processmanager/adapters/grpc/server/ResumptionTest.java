package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate on resumed sessions: TLS shows no certificate again, and asks no trust manager, on
 * either side. That the client's is not asked proves that the session was resumed.
 */
class ResumptionTest {

  private final TestClock clock = new TestClock(Instant.now());
  private final CountingTrust trust = new CountingTrust();
  private Loopback loopback;

  @BeforeEach
  void serve(@TempDir Path directory) throws Exception {
    TestPki pki = TestPki.create(directory);
    loopback = Loopback.serve(new FakeJobs(), pki, pki.server(), AdminCertificates.none(), clock);
  }

  @AfterEach
  void stop() {
    loopback.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumedSessionOfACertificateThatHasExpiredSinceIsRefused(String protocol) throws Exception {
    Instant notAfter = clock.instant().plusSeconds(600);
    TestPki.Issued certificate =
        loopback
            .pki()
            .issue(
                TestCertificate.named("CN=alice")
                    .valid(clock.instant().minus(Duration.ofDays(1)), notAfter));
    SslContext tls =
        client(protocol)
            .keyManager(certificate.certificate().toFile(), certificate.key().toFile())
            .build();

    try (RawClient first = RawClient.with(loopback.address(), tls)) {
      assertThat(first.health()).isEqualTo("SERVING");
    }
    clock.set(notAfter.plusSeconds(1));
    StatusRuntimeException failure = failureOfAnotherConnection(tls);

    assertThat(trust.askedTimes()).isEqualTo(1);
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(RawClient.reason(failure)).isEqualTo("CLIENT_CERTIFICATE_EXPIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumedSessionOfAnotherAuthoritysCertificateIsRefusedAgain(
      String protocol, @TempDir Path elsewhere) throws Exception {
    TestPki.Issued certificate = TestPki.create(elsewhere).client("alice");
    SslContext tls =
        client(protocol)
            .keyManager(certificate.certificate().toFile(), certificate.key().toFile())
            .build();

    StatusRuntimeException first = failureOfAnotherConnection(tls);
    StatusRuntimeException second = failureOfAnotherConnection(tls);

    assertThat(trust.askedTimes()).isEqualTo(1);
    assertThat(RawClient.reason(first)).isEqualTo("CLIENT_CERTIFICATE_UNTRUSTED");
    assertThat(RawClient.reason(second)).isEqualTo("CLIENT_CERTIFICATE_UNTRUSTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void callOnAnOpenConnectionIsRefusedOnceTheCertificateHasExpired(String protocol)
      throws Exception {
    TestPki.Issued certificate = loopback.pki().client("alice");
    SslContext tls =
        client(protocol)
            .keyManager(certificate.certificate().toFile(), certificate.key().toFile())
            .build();

    try (RawClient client = RawClient.with(loopback.address(), tls)) {
      assertThat(client.health()).isEqualTo("SERVING");
      clock.set(clock.instant().plus(Duration.ofDays(2)));
      StatusRuntimeException failure = check(client);

      assertThat(RawClient.reason(failure)).isEqualTo("CLIENT_CERTIFICATE_EXPIRED");
    }
  }

  private SslContextBuilder client(String protocol) {
    return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
        .trustManager(trust)
        .protocols(protocol);
  }

  private StatusRuntimeException failureOfAnotherConnection(SslContext tls) {
    try (RawClient client = RawClient.with(loopback.address(), tls)) {
      return check(client);
    }
  }

  private static StatusRuntimeException check(RawClient client) {
    return client.failureOf(HealthGrpc.getCheckMethod().getFullMethodName());
  }
}
