package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader that somebody traces, as strace(1) does: its tracer sees the end first. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TracedLeaderTest extends EngineTest {

  @Test
  void endIsToldThoughATracerKeepsItToItselfForAWhile(@TempDir Path directory) throws Exception {
    Path program = CProgram.compiled(directory, "tracer");
    Launched traced = launch(JobSpec.of("sleep", "600"));
    Process tracer =
        new ProcessBuilder(program.toString(), Long.toString(traced.process().pid())).start();
    boolean tracing = "tracing".equals(tracer.inputReader().readLine());
    assumeTrue(tracing, "this user may not trace another process");

    processes().signal(traced.process(), Signal.KILL);
    awaitZombie(traced.process().pid());
    // Its end comes to the engine behind that of the traced one.
    Launched other = launch(JobSpec.of("true"));
    Exit exitOfOther = awaitExit(other);
    boolean toldBefore = processes().onExit(traced.process()).toCompletableFuture().isDone();
    tracer.getOutputStream().write('g');
    tracer.getOutputStream().flush();

    assertThat(exitOfOther).isEqualTo(new Exit.Exited(0));
    assertThat(toldBefore).isFalse();
    assertThat(awaitExit(traced)).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    assertThat(tracer.waitFor()).isZero();
  }

  private static void awaitZombie(long pid) {
    while (isAlive(pid)) {
      Thread.onSpinWait();
    }
  }
}
