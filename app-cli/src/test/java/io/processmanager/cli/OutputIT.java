package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.CuttingProxy;
import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The output of jobs of a packaged worker: parts of it, its times, and lost connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputIT {

  private static final String STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z ";

  private TestPki.Issued identity;
  private WorkerProcess worker;
  private User alice;

  @BeforeAll
  void startWorker(@TempDir Path directory) throws Exception {
    TestPki pki = TestPki.create(directory);
    identity = pki.client("alice");
    worker = WorkerProcess.start(pki, directory, Map.of());
    alice = new User(identity, worker.address());
  }

  @AfterAll
  void stopWorker() {
    worker.close();
  }

  private String started(String script) {
    return alice.run("start", "bash", "-c", script).job();
  }

  @Test
  void partsOfAnOutputCanBeHad() {
    String job = started("printf 0123456789");
    alice.run("wait", job);

    assertThat(alice.run("output", "--tail-bytes=3", job)).isEqualTo(new Answer(0, "789", ""));
    assertThat(alice.run("output", "--offset=2", "--limit=3", job))
        .isEqualTo(new Answer(0, "234", ""));
    assertThat(alice.run("output", "--since=1h", job)).isEqualTo(new Answer(0, "0123456789", ""));
    assertThat(alice.run("output", "--since=2999-01-01T00:00:00Z", job))
        .isEqualTo(new Answer(0, "", ""));
  }

  @Test
  void timesComeBeforeLinesForThoseWhoAsk() {
    String job = started("printf 'one\\ntw'; sleep 0.2; printf 'o\\n'");

    Answer stamped = alice.run("output", "--timestamps", job);

    assertThat(stamped.exit()).isZero();
    assertThat(stamped.out()).matches(STAMP + "one\n" + STAMP + "two\n");
    assertThat(alice.run("output", job).out()).isEqualTo("one\ntwo\n");
  }

  @Test
  void outputGoesOnWhenItsConnectionIsLost(@TempDir Path directory) throws Exception {
    Path go = directory.resolve("go");
    String job = started("echo one; while [ ! -e " + go + " ]; do sleep 0.05; done; echo two");
    try (CuttingProxy proxy = CuttingProxy.before(worker.port())) {
      CliProcess output =
          CliProcess.start(new User(identity, proxy.address()).program("output", job));
      new Eventually(() -> content(output.out())).contains("one");

      proxy.cut();
      new Eventually(() -> content(output.err())).contains("NOTE: connected again");
      Files.createFile(go);
      Answer answer = output.awaitEnd();

      assertThat(answer.exit()).isZero();
      assertThat(answer.out()).isEqualTo("one\ntwo\n");
      assertThat(answer.err().lines())
          .hasSize(2)
          .anyMatch(line -> line.startsWith("NOTE: connection lost at offset 4 (cannot reach"))
          .contains("NOTE: connected again; the output goes on at offset 4");
    }
  }

  @Test
  void whoWantsNoOtherConnectionIsToldWhereToGoOn(@TempDir Path directory) throws Exception {
    String job = started("echo one; exec sleep 1000");
    try (CuttingProxy proxy = CuttingProxy.before(worker.port())) {
      User far = new User(identity, proxy.address());
      CliProcess output = CliProcess.start(far.program("output", "--no-reconnect", job));
      new Eventually(() -> content(output.out())).contains("one");

      proxy.cut();
      Answer answer = output.awaitEnd();

      assertThat(answer.exit()).isEqualTo(114);
      assertThat(answer.err().lines())
          .hasSize(2)
          .contains("NOTE: output " + job + " --offset=4 goes on here")
          .anyMatch(line -> line.startsWith("UNAVAILABLE: cannot reach the worker at localhost:"));
    }
    alice.run("stop", "--grace=0", job);
  }

  @Test
  void endedJobsAreForgottenWhenTheirTimeIsOver(@TempDir Path directory) throws Exception {
    TestPki pki = TestPki.create(directory);
    Map<String, String> shortMemory = Map.of("PROCESS_MANAGER_WORKER_KEEP_JOBS_FOR", "100ms");
    try (WorkerProcess forgetful = WorkerProcess.start(pki, directory, shortMemory)) {
      User bob = new User(pki.client("bob"), forgetful.address());
      String job = bob.run("start", "true").job();

      new Eventually(() -> bob.run("status", job).err()).contains("NOT_FOUND");

      assertThat(bob.run("list").out()).isEmpty();
      assertThat(bob.run("output", job).exit()).isEqualTo(105);
    }
  }

  @Test
  void endedJobsBeyondTheirNumberAreForgottenTheOldestFirst(@TempDir Path directory)
      throws Exception {
    TestPki pki = TestPki.create(directory);
    Map<String, String> shortMemory = Map.of("PROCESS_MANAGER_WORKER_KEEP_JOBS", "1");
    try (WorkerProcess forgetful = WorkerProcess.start(pki, directory, shortMemory)) {
      User bob = new User(pki.client("bob"), forgetful.address());
      String first = bob.run("start", "true").job();
      bob.run("wait", first);
      String second = bob.run("start", "true").job();

      new Eventually(() -> bob.run("status", first).err()).contains("NOT_FOUND");

      assertThat(bob.run("wait", second).exit()).isZero();
    }
  }

  @Test
  void bytesThatAreKeptNoLongerAreToldOnStderrAndInTheStatus(@TempDir Path directory)
      throws Exception {
    TestPki pki = TestPki.create(directory);
    Map<String, String> small = Map.of("PROCESS_MANAGER_WORKER_OUTPUT_PER_JOB", "64KiB");
    try (WorkerProcess worker = WorkerProcess.start(pki, directory, small)) {
      User bob = new User(pki.client("bob"), worker.address());
      String job = bob.run("start", "sh", "-c", "head -c 1000000 /dev/zero; echo the end").job();
      bob.run("wait", job);

      Answer output = bob.run("output", job);

      assertThat(output.exit()).isZero();
      assertThat(output.err())
          .containsPattern("GAP: \\d+ bytes, from offset 0 to \\d+, are no longer kept");
      assertThat(output.out()).hasSizeBetween(32 << 10, 64 << 10).endsWith("the end\n");
      int kept = output.out().length();
      assertThat(bob.run("output", "--tail-bytes=900000", job).err())
          .contains("from offset 100008 to " + (1_000_008 - kept) + ", are no longer kept");
      assertThat(bob.run("output", "--tail=9", job).err())
          .contains("from offset 0 to " + (1_000_008 - kept) + ", are no longer kept");
      assertThat(bob.run("status", job).out())
          .contains(Integer.toString(1_000_008 - kept))
          .contains("1000008");
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
