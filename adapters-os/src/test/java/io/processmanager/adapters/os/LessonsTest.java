package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.usecase.LocalJobs;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What other programs that start and watch processes had to learn. */
final class LessonsTest extends EngineTest {

  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  @Test
  void jobThatClosesItsOutputAndRunsOnCostsNothing() throws Exception {
    Launched launched = launchShell("echo bye; exec >&- 2>&-; exec sleep 60");

    assertThat(awaitEnd(launched).completion()).isEqualTo(OutputCompletion.COMPLETE);
    long before = reactorNanos();
    Launched meanwhile = launchShell("sleep 1");
    awaitExit(meanwhile);

    assertThat(reactorNanos() - before).isLessThan(BUSY_NANOS);
    assertThat(processes().status(launched.process())).isInstanceOf(ProcessStatus.Alive.class);
  }

  @Test
  void jobWhoseOutputIsCutOffCostsNothing() throws Exception {
    Launched launched = launchShell("sleep 60 & exit 0");
    assertThat(awaitEnd(launched).completion()).isEqualTo(OutputCompletion.CUT_OFF);

    long before = reactorNanos();
    awaitExit(launchShell("sleep 1"));

    assertThat(reactorNanos() - before).isLessThan(BUSY_NANOS);
  }

  private static long reactorNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      var thread = threads.getThreadInfo(id);
      if (thread != null && thread.getThreadName().equals("process-manager-reactor")) {
        nanos += threads.getThreadCpuTime(id);
      }
    }
    assertThat(nanos).isPositive();
    return nanos;
  }

  @Test
  void jobsThatStartTogetherDoNotHoldEachOthersOutputOpen() throws Exception {
    List<Future<Launched>> launches = new ArrayList<>();
    List<Process> strangers = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        String script = i % 2 == 0 ? "exec sleep 60" : "echo quick";
        launches.add(callers.submit(() -> launchShell(script)));
        strangers.add(new ProcessBuilder("sleep", "60").start());
      }
    }

    for (int i = 1; i < launches.size(); i += 2) {
      assertThat(awaitEnd(launches.get(i).get()).completion()).isEqualTo(OutputCompletion.COMPLETE);
    }
    strangers.forEach(Process::destroyForcibly);
  }

  @Test
  void outputThatIsNotReadMakesAJobWaitInsteadOfFailing() throws Exception {
    // O_NONBLOCK, 04000, would let a program that prints much fail with EAGAIN; pipe(7).
    Launched launched = launchShell("sed -n s/^flags://p /proc/self/fdinfo/1");
    awaitEnd(launched);

    assertThat(Integer.parseInt(textOf(launched).strip(), 8) & 04000).isZero();
  }

  @Test
  void jobThatSignalsItsGroupReachesNobodyElse() throws Exception {
    Launched neighbour = launchShell("exec sleep 60");

    Launched launched = launchShell("kill -TERM 0; sleep 60");

    assertThat(awaitExit(launched)).isEqualTo(new Exit.Signaled(Signal.TERM, false));
    assertThat(processes().status(neighbour.process())).isInstanceOf(ProcessStatus.Alive.class);
  }

  @Test
  void suspendedJobHasNotEnded() throws Exception {
    Launched launched = launchShell("kill -STOP $$; exit 4");
    char state;
    do {
      state = ((ProcessStatus.Alive) processes().status(launched.process())).state();
    } while (state != 'T');
    boolean ended = processes().onExit(launched.process()).toCompletableFuture().isDone();

    processes().signal(launched.process(), Signal.CONT);

    assertThat(ended).isFalse();
    assertThat(awaitExit(launched)).isEqualTo(new Exit.Exited(4));
  }

  @Test
  void clockThatIsSetBackHoldsNoStopUp() throws Exception {
    AtomicInteger years = new AtomicInteger();
    LinuxPorts real = LinuxPorts.builder().open();
    AlteredPorts ports =
        new AlteredPorts(
            real,
            false,
            () -> Instant.now().minus(Duration.ofDays(365L * years.getAndIncrement())));
    try (LocalJobs local = LocalJobs.over(ports)) {
      Jobs jobs = local.forCaller(Caller.user("alice"));
      StopPolicy harmless = StopPolicy.defaults().withSignal(Signal.CONT);
      Job job = jobs.start(JobSpec.of("sleep", "60").withStopPolicy(harmless));

      StopOutcome outcome = await(jobs.requestStop(job.id(), Duration.ofMillis(100)));

      assertThat(outcome.end().orElseThrow().cause())
          .isEqualTo(new EndCause.KilledAfterGrace(job.owner()));
    }
  }
}
