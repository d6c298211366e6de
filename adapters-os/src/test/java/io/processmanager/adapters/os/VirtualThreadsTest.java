package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Blocking calls on virtual threads: they hold no thread of the machine while they wait. */
final class VirtualThreadsTest {

  private static final int JOBS = 200;

  @Test
  void manyBlockingRunsShareTheCarriers() throws Exception {
    try (LocalJobs local = LocalJobs.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Jobs jobs = local.jobs();
      List<Future<String>> outputs = new ArrayList<>();

      for (int i = 0; i < JOBS; i++) {
        JobSpec spec = JobSpec.of("echo", Integer.toString(i));
        outputs.add(threads.submit(() -> jobs.run(spec).orThrow().output().text()));
      }

      for (int i = 0; i < JOBS; i++) {
        assertThat(outputs.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i + "\n");
      }
    }
  }

  /** More waits than there can be carriers: if one held its carrier, the last would not begin. */
  @Test
  void waitingReadersAndWaitsHoldNoCarrier() throws Exception {
    try (LocalJobs local = LocalJobs.open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        JobHandle silent = local.jobs().launch(JobSpec.of("sleep", "60")).stopOnClose()) {
      List<Future<?>> waiting = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        waiting.add(threads.submit(() -> silent.awaitExit()));
        waiting.add(threads.submit(() -> silent.collectOutput()));
      }

      String output =
          threads
              .submit(() -> local.jobs().run(JobSpec.of("echo", "through")).output().text())
              .get(60, TimeUnit.SECONDS);

      assertThat(output).isEqualTo("through\n");
      assertThat(waiting).noneMatch(Future::isDone);
      silent.stop();
      for (Future<?> wait : waiting) {
        wait.get(60, TimeUnit.SECONDS);
      }
    }
  }
}
