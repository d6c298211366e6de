package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.junit.jupiter.api.Test;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.listener.ProcessListener;

/** What becomes of a process that takes too long. */
final class LimitComparisonTest extends ComparisonTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @Test
  void jdkStopsToWaitAndLeavesTheRestToTheCaller() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();

    boolean ended = process.waitFor(SHORT.toMillis(), TimeUnit.MILLISECONDS);

    assertThat(ended).isFalse();
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly();
  }

  @Test
  void nuProcessStopsToWaitAndLeavesTheRestToTheCaller() throws Exception {
    NuProcess process =
        new NuProcessBuilder(new NuAbstractProcessHandler() {}, "sleep", "600").start();

    int exit = process.waitFor(SHORT.toMillis(), TimeUnit.MILLISECONDS);

    assertThat(exit).isEqualTo(Integer.MIN_VALUE);
    assertThat(process.isRunning()).isTrue();
    process.destroy(true);
  }

  @Test
  void watchdogOfCommonsExecEndsTheProcess() {
    ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(SHORT).get();
    DefaultExecutor executor = DefaultExecutor.builder().get();
    executor.setWatchdog(watchdog);

    Throwable told = catchThrowable(() -> executor.execute(CommandLine.parse("sleep 600")));

    assertThat(told).isInstanceOf(ExecuteException.class);
    assertThat(watchdog.killedProcess()).isTrue();
  }

  @Test
  void timeoutOfZtExecEndsTheProcess() throws Exception {
    AtomicReference<Process> started = new AtomicReference<>();
    ProcessExecutor executor =
        new ProcessExecutor("sleep", "600")
            .timeout(SHORT.toMillis(), TimeUnit.MILLISECONDS)
            .addListener(
                new ProcessListener() {
                  @Override
                  public void afterStart(Process process, ProcessExecutor by) {
                    started.set(process);
                  }
                });

    assertThat(catchThrowable(executor::execute)).isInstanceOf(TimeoutException.class);

    Process process = Objects.requireNonNull(started.get());
    assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void jobThatTakesTooLongIsStoppedAndSaysSo() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(Caller.user("alice"));

      Job job = jobs.start(JobSpec.of("sleep", "600").withMaximumRunTime(SHORT));

      assertThat(jobs.awaitExit(job.id()).cause()).isInstanceOf(EndCause.TimedOut.class);
    }
  }
}
