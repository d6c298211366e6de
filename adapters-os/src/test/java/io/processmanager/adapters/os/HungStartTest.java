package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessRef;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The close of an engine in which a start does not return: here because of its storage. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungStartTest {

  private static final long BOUND_SECONDS = 20;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final LaunchSetting setting =
      new EngineOpening(
              Drain.standard(),
              CgroupUse.WHERE_POSSIBLE,
              false,
              new DelayScheduler(),
              Runnable::run)
          .open();
  private final LinuxProcessLauncher launcher = LinuxProcessLauncher.start(hanging(), setting);
  private final ExecutorService starter = Executors.newSingleThreadExecutor();

  /** Takes its time to open an output. */
  private OutputStorage hanging() {
    OutputStorage storage = new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
    return (OutputStorage)
        Proxy.newProxyInstance(
            OutputStorage.class.getClassLoader(),
            new Class<?>[] {OutputStorage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("create")) {
                reached.countDown();
                released.await();
              }
              return method.invoke(storage, arguments);
            });
  }

  @AfterEach
  void release() {
    released.countDown();
    starter.close();
    launcher.close();
    setting.reactor().stop();
    setting.close();
  }

  @Test
  void closeIsBoundedAndWhatIsLaunchedAfterItIsKilled() throws Exception {
    List<Long> before = EngineTest.childPids();
    Future<ProcessRef> start =
        starter.submit(
            () ->
                launcher.launch(
                    new JobId(UUID.randomUUID()), SOMEBODY, JobSpec.of("sleep", "600")));
    assertThat(reached.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    long begun = System.nanoTime();

    launcher.close();

    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(BOUND_SECONDS));
    assertThat(start).isNotDone();
    released.countDown();
    assertThatThrownBy(() -> start.get(BOUND_SECONDS, TimeUnit.SECONDS))
        .hasCauseInstanceOf(JobsException.Unavailable.class);
    awaitNoneAliveBut(before);
  }

  private static void awaitNoneAliveBut(List<Long> before) {
    Waits.until("the end of the children", () -> !isAnyAliveBut(before));
  }

  private static boolean isAnyAliveBut(List<Long> before) {
    return EngineTest.childPids().stream()
        .anyMatch(pid -> !before.contains(pid) && EngineTest.isAlive(pid));
  }
}
