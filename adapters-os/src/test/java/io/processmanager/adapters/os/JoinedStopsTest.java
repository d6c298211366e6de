package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.StopOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops that come while what the leader left behind is being killed. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class JoinedStopsTest extends EngineTest {

  private static final Duration GRACE = Duration.ofMillis(100);
  private static final long BOUND_SECONDS = 30;

  JoinedStopsTest(CgroupUse use) {
    super(use);
  }

  @RepeatedTest(5)
  void stopsThatJoinWhileLeftoversAreKilledDoNotDenyTheKill() throws Exception {
    Job job =
        jobs()
            .start(
                JobSpec.of(
                    "sh",
                    "-c",
                    "(trap '' TERM; echo child; while :; do sleep 1; done) & "
                        + "trap 'exit 0' TERM; echo leader; wait"));
    awaitText(outputOf(job), "child");
    awaitText(outputOf(job), "leader");

    List<CompletableFuture<StopOutcome>> stops = new ArrayList<>();
    stops.add(jobs().requestStop(job.id(), GRACE).toCompletableFuture());
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!stops.getFirst().isDone() && System.nanoTime() - giveUpAt < 0) {
      stops.add(jobs().requestStop(job.id(), GRACE).toCompletableFuture());
      LockSupport.parkNanos(100_000);
    }

    for (CompletableFuture<StopOutcome> stop : stops) {
      assertThat(stop.get(BOUND_SECONDS, TimeUnit.SECONDS).killed()).isTrue();
    }
  }
}
