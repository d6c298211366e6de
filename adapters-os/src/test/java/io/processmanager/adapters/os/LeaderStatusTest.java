package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of leaders that are hard to tell. */
final class LeaderStatusTest extends EngineTest {

  @TempDir private Path directory;

  @Test
  void zombieIsGone() throws Exception {
    Launched launched = launchShell("exit 0");
    awaitExit(launched);

    assertThat(ProcStat.read(Path.of("/proc", Long.toString(launched.process().pid()))))
        .map(ProcStat::state)
        .contains('Z');
    assertThat(processes().status(launched.process())).isEqualTo(new ProcessStatus.Gone());
    // Nor is it for a look that begins before its end is known.
    assertThat(StatusReader.open().read(launched.process().pid()))
        .isEqualTo(new ProcessStatus.Gone());
  }

  @Test
  void leaderLivesAsLongAsAnyOfItsThreads() throws Exception {
    Path program = CProgram.compiled(directory, "headless", "-pthread");
    Launched launched = launch(JobSpec.of(program.toString()));
    ProcessStatus.Alive status;
    do {
      status = (ProcessStatus.Alive) processes().status(launched.process());
    } while (status.state() != 'Z');

    assertThat(status.threads()).isEqualTo(2);
    assertThat(processes().onExit(launched.process()).toCompletableFuture()).isNotDone();
    assertThat(processes().signal(launched.process(), Signal.TERM)).isTrue();
    assertThat(awaitExit(launched)).isEqualTo(new Exit.Signaled(Signal.TERM, false));
  }

  @Test
  void nameThatLooksLikeTheRestOfTheLineIsOne() throws Exception {
    // The kernel keeps 15 bytes of it: ") R 1 (x) 2 3 4".
    Path program = directory.resolve(") R 1 (x) 2 3 4 5 6 7");
    Files.copy(Path.of("/bin/sleep").toRealPath(), program);
    Executables.allow(program, "rwxr-xr-x");
    Launched launched = launch(JobSpec.of(program.toString(), "60").withNice(7));

    ProcessStatus.Alive status = (ProcessStatus.Alive) processes().status(launched.process());

    assertThat(status.nice()).isEqualTo(7);
    assertThat(status.threads()).isEqualTo(1);
    assertThat(status.commandLine()).containsExactly(program.toString(), "60");
  }

  @Test
  void commandLineIsThereAsSoonAsTheLeaderIs() throws Exception {
    for (int i = 0; i < 100; i++) {
      Launched launched = launch(JobSpec.of("sleep", "60"));

      ProcessStatus.Alive status = (ProcessStatus.Alive) processes().status(launched.process());

      assertThat(status.commandLine()).containsExactly("sleep", "60");
    }
  }

  @Test
  void leaderThatIsJustEndingIsThereOrGone() throws Exception {
    for (int i = 0; i < 100; i++) {
      Launched launched = launch(JobSpec.of("true"));
      while (processes().status(launched.process()) instanceof ProcessStatus.Alive alive) {
        assertThat(alive.pid()).isEqualTo(launched.process().pid());
      }
      awaitExit(launched);
      await(processes().retire(launched.process(), Duration.ZERO));
    }
  }
}
