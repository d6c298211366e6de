package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.adapters.grpc.server.UnixSocket;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.worker.wiring.Endpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a worker listens, as options and environment say. */
class UnixSettingsTest {

  private static final OutputLimits LIMITS = new OutputLimits(1000, 5000);
  private static final UnixSocket SOCKET =
      UnixSocket.at(Path.of("/run/pm.sock")).withAdminUids(Set.of(0L));

  private final Map<String, String> options = new HashMap<>(Map.of("output-store", "memory"));
  private final Map<String, String> environment = new HashMap<>();

  private boolean isRoot;

  private WorkerSettings read() throws SettingsException {
    return SettingsReader.read(
        options, environment, new Surroundings(1 << 20, LIMITS, directory -> LIMITS, isRoot));
  }

  private List<String> problems() {
    return catchThrowableOfType(SettingsException.class, this::read).problems();
  }

  private UnixSocket socket() throws SettingsException {
    return ((Endpoint.Unix) read().endpoints().get(0)).socket();
  }

  @Test
  void socketAloneTakesNoCertificates() throws Exception {
    options.put("unix-socket", "/run/pm.sock");

    assertThat(read().endpoints()).containsExactly(new Endpoint.Unix(SOCKET));
  }

  @Test
  void rootIsNoAdminOfAWorkerWhoseJobsRunAsRootUnlessThatIsSaid() throws Exception {
    options.put("unix-socket", "/run/pm.sock");
    isRoot = true;

    assertThat(socket().adminUids()).isEmpty();

    options.put("unix-socket-admins", "0");

    assertThat(socket().adminUids()).containsExactly(0L);
  }

  @Test
  void theEnvironmentStandsForTheOptions() throws Exception {
    environment.put("PROCESS_MANAGER_WORKER_UNIX_SOCKET", "/run/pm.sock");
    environment.put("PROCESS_MANAGER_WORKER_UNIX_SOCKET_GROUP", "wheel");
    environment.put("PROCESS_MANAGER_WORKER_UNIX_SOCKET_ADMINS", "none");

    assertThat(read().endpoints())
        .containsExactly(new Endpoint.Unix(SOCKET.withGroup("wheel").withAdminUids(Set.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"port=0", "host=localhost", "cacertpath=ca.crt", "tls-profile=modern"})
  void whoeverGivesWhatBelongsToTlsWantsTlsToo(String option) {
    options.put("unix-socket", "/run/pm.sock");
    options.put(option.split("=", 2)[0], option.split("=", 2)[1]);

    assertThat(problems()).anyMatch(problem -> problem.startsWith("--serverkeypath is missing"));
  }

  @Test
  void bothAreListenedOnWhereBothAreGiven(@TempDir Path directory) throws Exception {
    TestPki.Issued server = TestPki.create(directory).server();
    options.put("cacertpath", server.ca().toString());
    options.put("serverkeypath", server.key().toString());
    options.put("servercertpath", server.certificate().toString());
    options.put("unix-socket", "/run/pm.sock");

    assertThat(read().endpoints())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Endpoint.Tls.class),
            second -> assertThat(second).isEqualTo(new Endpoint.Unix(SOCKET)));
  }

  @Test
  void adminsAreListedByTheirNumbers() throws Exception {
    options.put("unix-socket", "/run/pm.sock");
    options.put("unix-socket-admins", "0, 1000,4294967294");

    assertThat(socket().adminUids()).containsExactlyInAnyOrder(0L, 1000L, 4_294_967_294L);

    options.put("unix-socket-admins", "");

    assertThat(socket().adminUids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "0,,1", "-1", "4294967295", "0 1"})
  void adminThatIsNoNumberIsRefused(String uids) {
    options.put("unix-socket", "/run/pm.sock");
    options.put("unix-socket-admins", uids);

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("--unix-socket-admins: '")
        .endsWith("' is not a user's number; give such as 0,1000, or none");
  }

  @ParameterizedTest
  @CsvSource({"unix-socket-group,wheel", "unix-socket-admins,0"})
  void whatIsSaidOfASocketThatThereIsNotIsRefused(String name, String value) {
    options.put("port", "0");
    options.put(name, value);

    assertThat(problems()).contains("--" + name + " is of no use without --unix-socket");
  }

  @Test
  void pathThatIsNoneOrTooLongIsRefusedWithTheLimit() {
    options.put("unix-socket", "");
    assertThat(problems())
        .containsExactly("--unix-socket: a path is needed, such as /run/process-manager.sock");

    options.put("unix-socket", "/" + "s".repeat(107));
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("--unix-socket: the path of a Unix socket may have 107 bytes; ");
  }

  @Test
  void groupThatIsEmptyIsRefused() {
    options.put("unix-socket", "/run/pm.sock");
    options.put("unix-socket-group", "");

    assertThat(problems())
        .containsExactly("--unix-socket-group is empty; give a group's name or number");
  }
}
