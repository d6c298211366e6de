package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsTrust;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is not known is told so, by every method there is and is not. */
class IdentityGateTest {

  @TempDir private Path directory;
  private Loopback loopback;
  private TestPki strangers;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(new FakeJobs(), directory.resolve("ours"));
    strangers = TestPki.create(directory.resolve("theirs"));
  }

  @AfterEach
  void stop() {
    loopback.close();
  }

  @SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
  enum Stranger {
    ANOTHER_AUTHORITYS(
        (ours, theirs) -> theirs.client("alice").believing(ours), "CLIENT_CERTIFICATE_UNTRUSTED"),
    SELF_SIGNED(
        (ours, theirs) -> ours.selfSigned(TestCertificate.named("CN=alice")),
        "CLIENT_CERTIFICATE_UNTRUSTED"),
    EXPIRED(
        (ours, theirs) ->
            ours.issue(
                TestCertificate.named("CN=alice")
                    .valid(
                        Instant.now().minus(Duration.ofDays(2)), Instant.now().minusSeconds(60))),
        "CLIENT_CERTIFICATE_EXPIRED"),
    NOT_YET_VALID(
        (ours, theirs) ->
            ours.issue(
                TestCertificate.named("CN=alice")
                    .valid(
                        Instant.now().plusSeconds(3600), Instant.now().plus(Duration.ofDays(2)))),
        "CLIENT_CERTIFICATE_NOT_YET_VALID"),
    A_SERVERS(
        (ours, theirs) -> ours.issue(TestCertificate.named("CN=alice").forServers()),
        "CLIENT_CERTIFICATE_WRONG_PURPOSE"),
    NOT_FOR_SIGNATURES(
        (ours, theirs) ->
            ours.issue(TestCertificate.named("CN=alice").keyUsage(KeyUsage.keyEncipherment)),
        "CLIENT_CERTIFICATE_WRONG_PURPOSE"),
    NAMELESS(
        (ours, theirs) -> ours.issue(TestCertificate.named("").dns("alice.example")),
        "CLIENT_CERTIFICATE_NAMES_NOBODY"),
    A_LOCAL_USERS(
        (ours, theirs) -> ours.issue(TestCertificate.named("CN=alice").uri("uid:0")),
        "CLIENT_CERTIFICATE_NAMES_NOBODY");

    private final BiFunction<TestPki, TestPki, TestPki.Issued> issue;
    private final String reason;

    Stranger(BiFunction<TestPki, TestPki, TestPki.Issued> issue, String reason) {
      this.issue = issue;
      this.reason = reason;
    }
  }

  @ParameterizedTest
  @EnumSource
  void strangerIsRefusedByEveryMethod(Stranger stranger) {
    TestPki.Issued certificate = stranger.issue.apply(loopback.pki(), strangers);

    try (RawClient client = RawClient.with(loopback.address(), certificate.material())) {
      client.everyMethod().forEach(failure -> assertRefused(failure, stranger.reason));
    }
  }

  @Test
  void clientWithoutCertificateIsRefusedByEveryMethod() {
    TlsTrust trust = TlsTrust.read(loopback.pki().ca());

    try (RawClient client = RawClient.with(loopback.address(), trust)) {
      client.everyMethod().forEach(failure -> assertRefused(failure, "NO_CLIENT_CERTIFICATE"));
    }
  }

  @Test
  void clientWithoutCertificateLearnsWhatItLacks() {
    TlsTrust trust = TlsTrust.read(loopback.pki().ca());

    try (GrpcJobs jobs = GrpcJobs.builder().address(loopback.address()).tls(trust).build()) {
      assertThatThrownBy(() -> jobs.list(JobQuery.visible()))
          .isInstanceOf(JobsException.Unauthenticated.class)
          .hasMessageStartingWith("no client certificate was shown; ");
    }
  }

  @Test
  void clientWithoutCertificateBelievesNoStranger() {
    TlsTrust trust = TlsTrust.read(strangers.ca());

    try (GrpcJobs jobs = GrpcJobs.builder().address(loopback.address()).tls(trust).build()) {
      assertThatThrownBy(() -> jobs.list(JobQuery.visible()))
          .isInstanceOf(JobsException.Unavailable.class)
          .hasMessageContaining("is not trusted by the CA");
    }
  }

  @Test
  void knownClientGetsPastTheGate() {
    TestPki.Issued certificate = loopback.pki().client("alice");

    try (RawClient client = RawClient.with(loopback.address(), certificate.material())) {
      assertThat(
              client.failureOf("processmanager.v1.JobService/NoSuchMethod").getStatus().getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(client.failureOf("no.such.Service/Method").getStatus().getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(client.health()).isEqualTo("SERVING");
      assertThat(client.services()).contains("processmanager.v1.JobService");
    }
  }

  @Test
  void certificateForAnyPurposeOrWithoutPurposesIsTaken() {
    TestPki pki = loopback.pki();
    TestPki.Issued any =
        pki.issue(TestCertificate.named("CN=a").purposes(KeyPurposeId.anyExtendedKeyUsage));
    TestPki.Issued none = pki.issue(TestCertificate.named("CN=b").purposes());

    try (RawClient first = RawClient.with(loopback.address(), any.material());
        RawClient second = RawClient.with(loopback.address(), none.material())) {
      assertThat(first.health()).isEqualTo("SERVING");
      assertThat(second.health()).isEqualTo("SERVING");
    }
  }

  private static void assertRefused(StatusRuntimeException failure, String reason) {
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(RawClient.reason(failure)).isEqualTo(reason);
  }
}
