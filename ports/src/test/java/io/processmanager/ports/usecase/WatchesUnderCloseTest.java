package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Watches that are opened while the jobs are being closed. */
final class WatchesUnderCloseTest {

  private static final int ROUNDS = 5_000;
  private static final Duration BOUND = Duration.ofSeconds(20);

  @Test
  void watchThatIsOpenedDuringTheCloseEnds() throws Exception {
    ExecutorService closer = Executors.newSingleThreadExecutor();
    try {
      CyclicBarrier together = new CyclicBarrier(2);
      for (int round = 0; round < ROUNDS; round++) {
        LocalJobs local = LocalJobs.over(new FakePorts());
        Future<?> closed = closer.submit(() -> closeTogether(local, together));
        together.await();
        try (JobWatch watch = local.jobs().openWatch(WatchQuery.fromNow())) {
          assertThatExceptionOfType(JobsException.Unavailable.class)
              .as("round %s", round)
              .isThrownBy(() -> readToTheEnd(watch));
        }
        closed.get(BOUND.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      closer.shutdownNow();
    }
  }

  private static Void closeTogether(LocalJobs local, CyclicBarrier together) throws Exception {
    together.await();
    local.close();
    return null;
  }

  private static void readToTheEnd(JobWatch watch) throws InterruptedException {
    Optional<JobEvent> event = watch.next(BOUND);
    while (event.isPresent()) {
      event = watch.next(BOUND);
    }
  }
}
