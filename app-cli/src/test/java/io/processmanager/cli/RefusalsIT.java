package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not theirs, and what cannot be: one line, no stack trace, the documented exit code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {

  private static final String UNKNOWN = "123e4567-e89b-42d3-a456-426614174000";

  private Path directory;
  private TestPki pki;
  private WorkerProcess worker;
  private User alice;
  private User bob;
  private User root;
  private String job;

  @BeforeAll
  void startWorker(@TempDir Path temporary) throws Exception {
    directory = temporary;
    pki = TestPki.create(temporary);
    TestPki.Issued admin = pki.client("root");
    TestPki.Issued other = pki.client("other admin");
    worker =
        WorkerProcess.start(
            pki,
            temporary,
            Map.of("ADMIN_CERTS_PATHS", other.certificate() + ";" + admin.certificate()));
    alice = new User(pki.client("alice"), worker.address());
    bob = new User(pki.client("bob"), worker.address());
    root = new User(admin, worker.address());
    job = alice.run("start", "sleep", "1000").job();
  }

  @AfterAll
  void stopWorker() {
    worker.close();
  }

  private static void assertRefused(Answer answer, int exit, String beginning) {
    assertThat(answer.exit()).isEqualTo(exit);
    assertThat(answer.err()).startsWith(beginning).hasLineCount(1);
    assertThat(answer.out()).isEmpty();
  }

  Stream<TestPki.Issued> certificatesThatDoNotHold() {
    Instant now = Instant.now();
    TestPki otherAuthority = TestPki.create(directory.resolve("other"));
    return Stream.of(
        otherAuthority.client("alice").believing(pki),
        pki.selfSigned(TestCertificate.named("CN=alice")),
        pki.issue(
            TestCertificate.named("CN=alice")
                .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))),
        pki.issue(
            TestCertificate.named("CN=alice")
                .valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)))),
        pki.issue(TestCertificate.named("CN=alice").forServers()));
  }

  @ParameterizedTest
  @MethodSource("certificatesThatDoNotHold")
  void aCertificateThatDoesNotHoldIsUnauthenticatedOnEachCommand(TestPki.Issued certificate) {
    User nobody = new User(certificate.believing(pki), worker.address());

    assertRefused(nobody.run("list"), 116, "UNAUTHENTICATED: ");
    assertRefused(nobody.run("start", "true"), 116, "UNAUTHENTICATED: ");
    assertRefused(nobody.run("output", job), 116, "UNAUTHENTICATED: ");
    assertRefused(nobody.run("wait", job), 116, "UNAUTHENTICATED: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "start true",
        "run true",
        "stop JOB",
        "status JOB",
        "output JOB",
        "wait JOB",
        "signal JOB HUP"
      })
  void noCertificateIsUnauthenticatedOnEachCommand(String commandLine) {
    Answer answer = alice.runWithoutCertificate(commandLine.replace("JOB", job).split(" "));

    assertRefused(answer, 116, "UNAUTHENTICATED: no client certificate was shown; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stop JOB",
        "status JOB",
        "output JOB",
        "output --no-follow JOB",
        "wait JOB",
        "signal JOB HUP",
        "stop --jobuuid=JOB"
      })
  void anotherOwnersJobIsDeniedToEachCommand(String commandLine) {
    Answer answer = bob.run(commandLine.replace("JOB", job).split(" "));

    assertRefused(answer, 107, "PERMISSION_DENIED: job " + job);
  }

  @Test
  void anotherOwnersJobIsNeitherListedNorNamedByAPrefix() {
    assertThat(bob.run("list").out()).doesNotContain(job);
    assertRefused(bob.run("status", job.substring(0, 8)), 105, "NOT_FOUND: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "status", "output", "wait"})
  void anUnknownJobIsNotFoundByEachCommand(String command) {
    assertRefused(alice.run(command, UNKNOWN), 105, "NOT_FOUND: no job " + UNKNOWN);
  }

  @Test
  void anAdminMayGiveEachCommandOnEachJob() {
    String victim =
        alice
            .run("start", "bash", "-c", "trap 'echo hup' HUP; echo on; while :; do sleep 0.1; done")
            .job();
    new Eventually(() -> root.run("output", "--no-follow", victim).out()).contains("on");

    assertThat(root.run("list").out()).contains(victim);
    assertThat(root.run("list", "--own").out()).doesNotContain(victim);
    assertThat(root.run("status", victim).out()).contains("CN=alice");
    assertThat(root.run("signal", victim, "HUP").exit()).isZero();
    new Eventually(() -> root.run("output", "--no-follow", victim).out()).contains("hup");
    assertThat(root.run("stop", victim).out()).contains("stopped by CN=root");
    assertThat(root.run("wait", victim).exit()).isEqualTo(143);
  }

  @Test
  void anAdminsNameOnAnotherKeyIsNotAnAdmin() {
    User pretender = new User(pki.client("root"), worker.address());

    assertRefused(pretender.run("status", job), 107, "PERMISSION_DENIED: ");
  }

  @ParameterizedTest
  @CsvSource({
    "start /no/such/program,109,FAILED_PRECONDITION:",
    "start no-such-program,109,FAILED_PRECONDITION:",
    "start /etc/passwd,109,FAILED_PRECONDITION:",
    "start /tmp,109,FAILED_PRECONDITION:",
    "start --workdir=/no/such/directory true,109,FAILED_PRECONDITION:",
    "status not-an-id,103,INVALID_ARGUMENT:",
    "stop --grace=2h JOB,103,INVALID_ARGUMENT:"
  })
  void whatCannotBeIsToldInOneLine(String commandLine, int exit, String beginning) {
    assertRefused(alice.run(commandLine.replace("JOB", job).split(" ")), exit, beginning);
  }

  @Test
  void aWorkerThatIsNotThereIsUnavailable() {
    User lost = new User(alice.identity(), "localhost:1");

    assertRefused(lost.run("list"), 114, "UNAVAILABLE: cannot reach the worker at localhost:1");
  }

  @Test
  void anAddressThatIsNoneIsAConfigurationError() {
    User lost = new User(alice.identity(), "localhost");

    assertRefused(lost.run("list"), 2, "CONFIGURATION: --address: 'localhost'");
  }

  @Test
  void filesThatCannotBeReadAreConfigurationErrors() throws Exception {
    Path noKey = Files.writeString(directory.resolve("no.key"), "no key");
    TestPki.Issued good = alice.identity();
    User keyless = new User(new TestPki.Issued(good.ca(), good.certificate(), noKey), "a:1");
    User missing =
        new User(
            new TestPki.Issued(good.ca(), good.certificate(), directory.resolve("none")), "a:1");

    assertRefused(keyless.run("list"), 2, "CONFIGURATION: ");
    assertRefused(missing.run("list"), 2, "CONFIGURATION: ");
  }
}
