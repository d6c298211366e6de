package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that were written a moment ago; ETXTBSY of execve(2). */
final class TextBusyTest extends EngineTest {

  private static final int ROUNDS = 10;
  private static final int STARTS = 16;

  @TempDir private Path directory;

  @Test
  void programWrittenAMomentAgoStartsManyTimesAtOnce() throws Exception {
    byte[] program = Files.readAllBytes(Path.of("/bin/true").toRealPath());

    try (ExecutorService callers = Executors.newFixedThreadPool(STARTS)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Exit>> exits = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
          Path copy = directory.resolve("true-" + round + "-" + i);
          exits.add(callers.submit(() -> writeAndRun(copy, program)));
        }
        for (Future<Exit> exit : exits) {
          assertThat(exit.get()).isEqualTo(new Exit.Exited(0));
        }
      }
    }
  }

  private Exit writeAndRun(Path copy, byte[] program) throws Exception {
    Files.write(copy, program);
    Executables.allow(copy, "rwxr-xr-x");
    return awaitExit(launch(JobSpec.of(copy.toString())));
  }

  @Test
  void programThatIsStillBeingWrittenIsWaitedFor() throws Exception {
    Path copy = directory.resolve("true");
    Files.copy(Path.of("/bin/true").toRealPath(), copy);
    Executables.allow(copy, "rwxr-xr-x");

    try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
      Future<Exit> exit;
      try (RandomAccessFile writing = new RandomAccessFile(copy.toFile(), "rw")) {
        AtomicReference<Thread> trying = new AtomicReference<>();
        exit =
            caller.submit(
                () -> {
                  trying.set(Thread.currentThread());
                  return awaitExit(launch(JobSpec.of(copy.toString())));
                });
        Waits.untilAStartIsTriedAgain(trying);
        assertThat(writing.length()).isPositive();
      }

      assertThat(exit.get()).isEqualTo(new Exit.Exited(0));
    }
  }

  @Test
  void programThatStaysOpenForWritingIsRefusedInTheEnd() throws Exception {
    Path copy = directory.resolve("true");
    Files.copy(Path.of("/bin/true").toRealPath(), copy);
    Executables.allow(copy, "rwxr-xr-x");

    try (RandomAccessFile writing = new RandomAccessFile(copy.toFile(), "rw")) {
      assertThat(writing.length()).isPositive();
      NotStarted refusal =
          catchThrowableOfType(NotStarted.class, () -> launch(JobSpec.of(copy.toString())));

      assertThat(refusal.reason()).isEqualTo(NotStarted.Reason.REFUSED_BY_KERNEL);
      assertThat(refusal).hasMessageContaining("open for writing");
    }
  }
}
