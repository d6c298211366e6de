package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.AdminCertificates;
import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is an admin, and whose jobs a renewed certificate finds. */
class AdminsTest {

  private final FakeJobs fake = new FakeJobs();
  private final KeyPair adminKeys = TestCertificate.ecKeys();
  private TestPki pki;
  private TestPki.Issued admin;
  private Loopback loopback;

  @BeforeEach
  void serve(@TempDir Path directory) throws Exception {
    pki = TestPki.create(directory);
    admin = pki.issue(TestCertificate.named("CN=root").keys(adminKeys));
    TestPki.Issued second = pki.client("second admin");
    AdminCertificates admins =
        AdminCertificates.read(admin.certificate() + ";" + second.certificate());
    loopback = Loopback.serve(fake, pki, pki.server(), admins, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void adminReachesEverybodysJobs() {
    Job job = loopback.client("alice").start(JobSpec.of("true"));

    assertThat(loopback.client(admin).status(job.id()).job()).isEqualTo(job);
    assertThat(fake.lastCaller).isEqualTo(Caller.admin("CN=root"));
  }

  @Test
  void renewedCertificateOfTheSameKeyAndIdentityIsAnAdmins() {
    TestPki.Issued renewed = pki.issue(TestCertificate.named("CN=root").keys(adminKeys));

    loopback.client(renewed).list(JobQuery.visible());

    assertThat(fake.lastCaller).isEqualTo(Caller.admin("CN=root"));
  }

  @Test
  void sameIdentityWithAnotherKeyIsNoAdmin() {
    loopback.client(pki.client("root")).list(JobQuery.visible());

    assertThat(fake.lastCaller).isEqualTo(Caller.user("CN=root"));
  }

  @Test
  void sameKeyWithAnotherIdentityIsNoAdmin() {
    TestPki.Issued other = pki.issue(TestCertificate.named("CN=alice").keys(adminKeys));

    loopback.client(other).list(JobQuery.visible());

    assertThat(fake.lastCaller).isEqualTo(Caller.user("CN=alice"));
  }

  @Test
  void renewedCertificateOfTheSameIdentityKeepsItsJobs() {
    Job job = loopback.client("alice").start(JobSpec.of("true"));

    assertThat(loopback.client("alice").status(job.id()).job()).isEqualTo(job);
  }
}
