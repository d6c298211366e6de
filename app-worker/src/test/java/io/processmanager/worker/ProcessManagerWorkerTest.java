package io.processmanager.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says, and how it exits, where it cannot serve. */
class ProcessManagerWorkerTest {

  private static final OutputLimits LIMITS = new OutputLimits(1 << 20, 1 << 21);

  @TempDir private Path directory;

  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  @AfterEach
  void restoreLog() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  @Test
  void machineThatLacksSomethingIsRefusedInOneLine() throws Exception {
    int exit =
        run(
            path -> LIMITS,
            settings -> {
              throw new UnsupportedOperationException("the C library lacks\nstatx");
            });

    assertThat(exit).isEqualTo(1);
    assertThat(said()).isEqualTo("UNSUPPORTED: the C library lacks\\u000astatx\n");
  }

  @Test
  void machineThatIsFoundToLackSomethingWhileSettingsAreReadIsRefusedInOneLine() throws Exception {
    int exit =
        run(
            path -> {
              throw new UnsupportedOperationException("this JVM is for 'riscv64'");
            },
            Worker::of);

    assertThat(exit).isEqualTo(1);
    assertThat(said()).isEqualTo("UNSUPPORTED: this JVM is for 'riscv64'\n");
  }

  @Test
  void lackOfDescriptorsAtTheStartIsSaidInOneLine() throws Exception {
    int exit =
        run(
            path -> LIMITS,
            settings -> {
              throw new JobsException.ResourceExhausted("descriptors", "there are no more");
            });

    assertThat(exit).isEqualTo(1);
    assertThat(said()).isEqualTo("FAILED: there are no more\n");
  }

  private int run(
      Function<Path, OutputLimits> spoolLimits, Function<WorkerSettings, Worker> workers)
      throws Exception {
    PrintStream err = new PrintStream(stderr, true, UTF_8);
    Surroundings surroundings = new Surroundings(1L << 30, LIMITS, spoolLimits, false);
    return new ProcessManagerWorker(
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            err,
            Map.of(),
            surroundings,
            workers)
        .run("--unix-socket=" + directory.resolve("socket"), "--state-dir=" + directory);
  }

  private String said() {
    return stderr.toString(UTF_8);
  }
}
