package io.processmanager.adapters.grpc.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.owner.Caller;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientVerifierTest {

  private TestPki pki;

  @BeforeEach
  void create(@TempDir Path directory) {
    pki = TestPki.create(directory);
  }

  private ClientIdentity identify(TestCertificate wanted) {
    TlsMaterial material = pki.issue(wanted).material();
    return verifier(material).identify(material.certificateChain());
  }

  private static ClientVerifier verifier(TlsMaterial material) {
    return new ClientVerifier(
        material.caCertificates(), AdminCertificates.none(), Clock.systemUTC());
  }

  private static void assertOwner(ClientIdentity identity, String name) {
    assertThat(identity)
        .isInstanceOfSatisfying(
            ClientIdentity.Verified.class,
            verified -> assertThat(verified.caller()).isEqualTo(Caller.user(name)));
  }

  private static void assertNobody(ClientIdentity identity) {
    assertThat(identity)
        .isInstanceOfSatisfying(
            ClientIdentity.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .isEqualTo(ClientIdentity.Reason.CLIENT_CERTIFICATE_NAMES_NOBODY));
  }

  @Test
  void onlyUriIsTheOwner() {
    assertOwner(
        identify(TestCertificate.named("CN=alice").uri("spiffe://example.org/alice").dns("alice")),
        "spiffe://example.org/alice");
    assertOwner(identify(TestCertificate.named("").uri("spiffe://a/b")), "spiffe://a/b");
  }

  @Test
  void subjectIsTheOwnerWhereThereIsNoUriOrMoreThanOne() {
    assertOwner(identify(TestCertificate.named("O=Example,CN=alice")), "CN=alice,O=Example");
    assertOwner(
        identify(TestCertificate.named("CN=alice").uri("spiffe://a/b").uri("spiffe://a/c")),
        "CN=alice");
  }

  @Test
  void certificateThatNamesNobodyIsRefused() {
    assertNobody(identify(TestCertificate.named("").dns("alice.example")));
    assertNobody(identify(TestCertificate.named("").uri("spiffe://a/b").uri("spiffe://a/c")));
  }

  @Test
  void uriOfALocalUserIsRefused() {
    assertNobody(identify(TestCertificate.named("CN=alice").uri("uid:1000")));
    assertNobody(identify(TestCertificate.named("CN=alice").uri("UID:1000")));
    assertNobody(identify(TestCertificate.named("CN=alice").uri("uId:0")));
    assertNobody(identify(TestCertificate.named("CN=alice").uri("uid:")));
    assertNobody(identify(TestCertificate.named("CN=alice").uri(" uid:0")));
    assertNobody(identify(TestCertificate.named("").uri("uid:0")));
  }

  @Test
  void subjectNeverReadsAsALocalUser() {
    assertOwner(identify(TestCertificate.named("UID=0")), "UID=0");
    assertOwner(identify(TestCertificate.named("CN=uid:0")), "CN=uid:0");
    assertOwner(identify(TestCertificate.named("CN=alice").uri("uid:0").uri("uid:0")), "CN=alice");
  }

  @Test
  void uriThatCouldPassForASubjectIsRefused() {
    assertNobody(identify(TestCertificate.named("CN=alice").uri("CN=root")));
  }

  @Test
  void orderOfTheOtherCertificatesAndTheAuthoritysOwnDoNotMatter() {
    TlsMaterial material = pki.client("alice").material();
    List<X509Certificate> shown = new ArrayList<>(material.caCertificates());
    shown.addAll(
        TestPki.create(pki.ca().resolveSibling("other")).client("x").material().caCertificates());
    Collections.reverse(shown);
    shown.add(0, material.certificateChain().get(0));

    assertOwner(verifier(material).identify(shown), "CN=alice");
  }

  @Test
  void clientThatShowsNothingIsNobody() {
    assertThat(verifier(pki.server().material()).identify(List.of()))
        .isInstanceOf(ClientIdentity.Refused.class);
  }
}
