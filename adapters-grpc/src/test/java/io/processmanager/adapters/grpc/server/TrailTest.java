package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was refused what can be read afterwards. */
final class TrailTest {

  private final Queue<Audit.Event> trail = new ConcurrentLinkedQueue<>();

  @Test
  void refusalIsNotedUnderTheNameOfWhatWasAskedFor(@TempDir Path directory) throws Exception {
    try (LocalJobs local = LocalJobs.builder().audit(trail::add).open();
        Loopback loopback = Loopback.serve(local, directory)) {
      Job job = loopback.client("alice").start(JobSpec.of("sleep", "60"));
      Jobs bob = loopback.client("bob");

      assertThatExceptionOfType(JobsException.NotPermitted.class)
          .isThrownBy(() -> bob.stop(job.id()));
      assertThatExceptionOfType(JobsException.NotPermitted.class)
          .isThrownBy(() -> bob.awaitExit(job.id()));

      assertThat(trail)
          .filteredOn(Audit.Event.AccessRefused.class::isInstance)
          .extracting(event -> ((Audit.Event.AccessRefused) event).operation())
          .containsExactly("stop", "wait");
    }
  }

  @Test
  void clientThatIsRefusedIsLogged(@TempDir Path directory) throws Exception {
    Notes notes = new Notes();
    Logger log = Logger.getLogger(IdentityFilter.class.getName());
    log.addHandler(notes);
    try (LocalJobs local = LocalJobs.open();
        Loopback loopback = Loopback.serve(local, directory)) {
      TestPki.Issued stranger = loopback.pki().selfSigned(TestCertificate.named("CN=stranger"));

      assertThatExceptionOfType(JobsException.Unauthenticated.class)
          .isThrownBy(() -> loopback.client(stranger).list(JobQuery.own()));

      assertThat(List.copyOf(notes.lines))
          .singleElement()
          .asString()
          .startsWith("client-refused from=/")
          .contains("subject=\"CN=stranger\" reason=CLIENT_CERTIFICATE_UNTRUSTED");
    } finally {
      log.removeHandler(notes);
    }
  }

  private static final class Notes extends Handler {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord entry) {
      lines.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
