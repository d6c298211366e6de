package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops and closes that come while jobs are being started. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StartRaceTest {

  private static final int STARTERS = 4;
  private static final int ROUNDS = 5;
  private static final int JOBS = 25;
  private static final JobSpec LONG = JobSpec.of("sleep", "600");

  private final CgroupUse use;
  private final Set<Long> started = ConcurrentHashMap.newKeySet();

  StartRaceTest(CgroupUse use) {
    this.use = use;
  }

  private LocalJobs open() {
    Audit audit =
        event -> {
          if (event instanceof Audit.Event.Started(var job, long pid)) {
            assertThat(started.add(pid)).as("%s", job).isTrue();
          }
        };
    return LocalJobs.over(LinuxPorts.builder().cgroups(use).audit(audit).open());
  }

  @Test
  void startsThatRaceWithTheCloseAreRefusedOrEnded() throws Exception {
    long childrenBefore = EngineTest.children();
    for (int round = 0; round < ROUNDS; round++) {
      LocalJobs local = open();
      CountDownLatch underWay = new CountDownLatch(STARTERS);
      List<Future<Integer>> starts = new ArrayList<>();
      try (ExecutorService starters = Executors.newFixedThreadPool(STARTERS)) {
        for (int i = 0; i < STARTERS; i++) {
          starts.add(starters.submit(() -> startUntilRefused(local, underWay)));
        }
        assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();

        local.close();
      }

      int answered = 0;
      for (Future<Integer> start : starts) {
        answered += start.get();
      }
      assertThat(started).hasSize(answered).noneMatch(EngineTest::isAlive);
      assertThat(EngineTest.children()).isEqualTo(childrenBefore);
      started.clear();
    }
  }

  private static int startUntilRefused(LocalJobs local, CountDownLatch underWay) {
    Jobs jobs = local.forCaller(Caller.user("alice"));
    int count = 0;
    try {
      while (true) {
        jobs.start(LONG);
        count++;
        underWay.countDown();
      }
    } catch (JobsException.Unavailable closed) {
      return count;
    }
  }

  @Test
  void jobThatIsStoppedTheMomentItIsSeenIsGone() throws Exception {
    try (LocalJobs local = open();
        ExecutorService starter = Executors.newSingleThreadExecutor()) {
      Jobs jobs = local.forCaller(Caller.user("alice"));
      Future<?> starts =
          starter.submit(
              () -> {
                for (int i = 0; i < JOBS; i++) {
                  jobs.start(LONG);
                }
              });
      List<CompletableFuture<StopOutcome>> stops = new ArrayList<>();
      while (stops.size() < JOBS) {
        jobs.list(JobQuery.own().withPageSize(1000)).jobs().stream()
            .filter(job -> job.state() instanceof JobState.Running)
            .map(job -> jobs.requestStop(job.id(), Duration.ZERO).toCompletableFuture())
            .forEach(stops::add);
      }

      for (CompletableFuture<StopOutcome> stop : stops) {
        assertThat(stop.get(30, TimeUnit.SECONDS).end()).isPresent();
      }
      starts.get();
      assertThat(started).hasSize(JOBS).noneMatch(EngineTest::isAlive);
    }
  }
}
