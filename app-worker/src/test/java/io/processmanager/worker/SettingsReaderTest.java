package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.adapters.grpc.tls.TestCertificate;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.worker.wiring.Endpoint;
import io.processmanager.worker.wiring.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  private static final OutputLimits DEFAULTS = new OutputLimits(1000, 5000);
  private static final OutputLimits SPOOL_DEFAULTS = new OutputLimits(1 << 20, 1 << 30);
  private static final long HEAP_BYTES = 4 << 20;

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private boolean isRoot;

  @BeforeEach
  void giveFiles(@TempDir Path directory) {
    TestPki.Issued server = TestPki.create(directory).server();
    options.put("cacertpath", server.ca().toString());
    options.put("serverkeypath", server.key().toString());
    options.put("servercertpath", server.certificate().toString());
    options.put("output-store", "memory");
  }

  private WorkerSettings read() throws SettingsException {
    return SettingsReader.read(
        options,
        environment,
        new Surroundings(HEAP_BYTES, DEFAULTS, directory -> SPOOL_DEFAULTS, isRoot));
  }

  private static Endpoint.Tls tls(WorkerSettings settings) {
    return (Endpoint.Tls) settings.endpoints().get(0);
  }

  private SettingsException refused() {
    return catchThrowableOfType(SettingsException.class, this::read);
  }

  @Test
  void filesAreEnoughAndTheRestHasDefaults() throws Exception {
    options.remove("output-store");
    environment.put("HOME", "/home/alice");

    WorkerSettings settings = read();

    assertThat(tls(settings).address().getPort()).isEqualTo(8080);
    assertThat(tls(settings).address().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(tls(settings).profile()).isEqualTo(TlsProfile.COMPATIBLE);
    assertThat(settings.output())
        .isEqualTo(
            OutputPlace.spool(Path.of("/home/alice/.local/state/process-manager"), SPOOL_DEFAULTS));
    assertThat(settings.cgroups()).isEqualTo(CgroupUse.WHERE_POSSIBLE);
    assertThat(settings.retention()).isEqualTo(new Retention(10_000, Duration.ofDays(7)));
    assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theEnvironmentStandsForEachOptionAndTheOptionWins() throws Exception {
    options.forEach((name, file) -> environment.put(variable(name), file));
    options.clear();
    environment.put("PROCESS_MANAGER_WORKER_PORT", "1");
    environment.put("PROCESS_MANAGER_WORKER_HOST", "127.0.0.1");
    environment.put("PROCESS_MANAGER_WORKER_TLS_PROFILE", "modern");
    environment.put("PROCESS_MANAGER_WORKER_OUTPUT_STORE", "disk");
    environment.put("PROCESS_MANAGER_WORKER_STATE_DIR", "/srv/state");
    environment.put("PROCESS_MANAGER_WORKER_OUTPUT_PER_JOB", "64KiB");
    environment.put("PROCESS_MANAGER_WORKER_OUTPUT_TOTAL", "1MiB");
    environment.put("PROCESS_MANAGER_WORKER_CGROUPS", "none");
    environment.put("PROCESS_MANAGER_WORKER_KEEP_JOBS", "5");
    environment.put("PROCESS_MANAGER_WORKER_KEEP_JOBS_FOR", "2d");
    environment.put("PROCESS_MANAGER_WORKER_GRACE", "1m");
    options.put("port", "0");

    WorkerSettings settings = read();

    assertThat(tls(settings).address().getPort()).isZero();
    assertThat(tls(settings).address().getHostString()).isEqualTo("127.0.0.1");
    assertThat(tls(settings).profile()).isEqualTo(TlsProfile.MODERN);
    assertThat(settings.output())
        .isEqualTo(OutputPlace.spool(Path.of("/srv/state"), new OutputLimits(65_536, 1 << 20)));
    assertThat(settings.cgroups()).isEqualTo(CgroupUse.NONE);
    assertThat(settings.retention()).isEqualTo(new Retention(5, Duration.ofDays(2)));
    assertThat(settings.grace()).isEqualTo(Duration.ofMinutes(1));
  }

  private static String variable(String option) {
    return "PROCESS_MANAGER_WORKER_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    options.clear();
    options.put("port", "65536");
    options.put("host", "no.such.host.invalid");
    options.put("tls-profile", "old");
    options.put("cgroups", "maybe");
    options.put("output-per-job", "much");
    options.put("keep-jobs", "-1");
    options.put("keep-jobs-for", "long");
    options.put("grace", "2h");
    environment.put("ADMIN_CERTS_PATHS", "/none.crt");

    SettingsException refused = refused();

    assertThat(refused.problems())
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).startsWith("--port: '65536' is not a port"),
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "--cacertpath is missing; give it or set"
                            + " PROCESS_MANAGER_WORKER_CACERTPATH"),
            problem -> assertThat(problem).startsWith("--serverkeypath is missing"),
            problem -> assertThat(problem).startsWith("--servercertpath is missing"),
            problem -> assertThat(problem).startsWith("--tls-profile: 'old'"),
            problem -> assertThat(problem).startsWith("--cgroups: 'maybe'"),
            problem -> assertThat(problem).startsWith("ADMIN_CERTS_PATHS: ").contains("/none.crt"),
            problem -> assertThat(problem).startsWith("--state-dir is missing"),
            problem -> assertThat(problem).startsWith("--output-per-job: 'much'"),
            problem -> assertThat(problem).startsWith("--keep-jobs: '-1' is not a number of jobs"),
            problem -> assertThat(problem).startsWith("--keep-jobs-for: 'long' is not a duration"),
            problem -> assertThat(problem).startsWith("--grace: '2h' is longer than 1h"));
  }

  @Test
  void aHostThatIsNoneIsRefused() {
    options.put("host", "no.such.host.invalid");

    assertThat(refused().problems()).hasSize(1).first().asString().startsWith("--host: 'no.such");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    options.put("serverkeypath", "/none.key");

    assertThat(refused().problems()).hasSize(1).first().asString().contains("/none.key");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-,-,1000,5000", "2000,-,2000,5000", "9000,-,9000,9000", "-,500,500,500", "7,8,7,8"})
  void oneLimitAloneMovesTheDefaultOfTheOther(
      @Nullable String perJob, @Nullable String total, long perJobBytes, long totalBytes)
      throws Exception {
    if (perJob != null) {
      options.put("output-per-job", perJob);
    }
    if (total != null) {
      options.put("output-total", total);
    }

    assertThat(read().output().limits()).isEqualTo(new OutputLimits(perJobBytes, totalBytes));
  }

  @Test
  void aJobsLimitBeyondTheTotalIsRefused() {
    options.put("output-per-job", "2KiB");
    options.put("output-total", "1KiB");

    assertThat(refused().problems())
        .containsExactly("--output-per-job: 2048 bytes are more than --output-total, 1024 bytes");
  }

  @Test
  void limitsThatTheHeapCannotHoldAreRefused() {
    options.put("output-total", "4MiB");

    assertThat(refused().problems())
        .singleElement()
        .asString()
        .startsWith("--output-total: 4194304 bytes are more than three quarters of the heap");

    options.remove("output-total");
    options.put("output-per-job", "100GiB");

    assertThat(refused().problems())
        .singleElement()
        .asString()
        .startsWith("--output-per-job: 107374182400 bytes are more");
  }

  @Test
  void certificateThatNoClientWouldTakeIsRefused(@TempDir Path directory) {
    TestPki pki = TestPki.create(directory);
    Instant now = Instant.now();

    assertThat(refusalOf(pki.issue(server().valid(now.minusSeconds(99), now.minusSeconds(9)))))
        .startsWith("--servercertpath: the certificate expired at ")
        .endsWith(", and every client would refuse it; renew it");
    assertThat(refusalOf(pki.issue(server().valid(now.plusSeconds(99), now.plusSeconds(999)))))
        .startsWith("--servercertpath: the certificate is not valid before ");
    assertThat(refusalOf(pki.client("alice")))
        .startsWith("--servercertpath: the certificate is not for servers ");
  }

  private static TestCertificate server() {
    return TestCertificate.named("CN=worker").forServers();
  }

  private String refusalOf(TestPki.Issued issued) {
    options.put("serverkeypath", issued.key().toString());
    options.put("servercertpath", issued.certificate().toString());
    assertThat(refused().problems()).hasSize(1);
    return refused().problems().get(0);
  }
}
