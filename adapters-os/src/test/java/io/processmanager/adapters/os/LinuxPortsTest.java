package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutboundPortsProvider;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Registration;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ports of Linux together. */
@Timeout(60)
final class LinuxPortsTest {

  private static final long BOUND_SECONDS = 30;

  @Test
  void portsAreFoundByTheServiceLoader() {
    OutboundPortsProvider provider =
        ServiceLoader.load(OutboundPortsProvider.class).findFirst().orElseThrow();

    try (OutboundPorts ports = provider.open(provider.defaultLimits(), Audit.none())) {
      assertThat(ports).isInstanceOf(LinuxPorts.class);
      assertThat(provider.defaultLimits().perJobBytes()).isEqualTo(128L << 20);
    }
  }

  @Test
  void portsAreOpenedAgainAndSideBySide() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (LinuxPorts one = LinuxPorts.builder().open();
          LinuxPorts other = LinuxPorts.builder().open()) {
        assertThat(exitOf(one, "exit 1")).isEqualTo(new Exit.Exited(1));
        assertThat(exitOf(other, "exit 2")).isEqualTo(new Exit.Exited(2));
      }
    }
  }

  @Test
  void closedPortsKeepNoDescriptor() throws Exception {
    LinuxPorts.builder().open().close();
    long before = EngineTest.openDescriptors();

    for (int i = 0; i < 5; i++) {
      LinuxPorts ports = LinuxPorts.builder().open();
      JobId job = ports.ids().next();
      assertThat(ports.processes().launch(job, SOMEBODY, JobSpec.of("sleep", "60")).pid())
          .isPositive();
      ports.close();
    }

    assertThat(EngineTest.openDescriptors()).isEqualTo(before);
  }

  @Test
  void launchesThatRaceWithTheCloseLeaveNothingRunning() throws Exception {
    long childrenBefore = EngineTest.children();
    for (int round = 0; round < 20; round++) {
      LinuxPorts ports = LinuxPorts.builder().open();
      CountDownLatch launched = new CountDownLatch(4);
      try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < 4; i++) {
          callers.execute(() -> launchUntilClosed(ports, launched));
        }
        assertThat(launched.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        ports.close();
      }
      assertThat(EngineTest.children()).isEqualTo(childrenBefore);
    }
  }

  private static void launchUntilClosed(LinuxPorts ports, CountDownLatch launched) {
    try {
      while (true) {
        ports.processes().launch(ports.ids().next(), SOMEBODY, JobSpec.of("sleep", "60"));
        launched.countDown();
      }
    } catch (JobsException.Unavailable closed) {
      assertThat(launched.getCount()).isLessThan(4);
    }
  }

  @Test
  void failingDependentsAndWakeUpsDoNotStopTheEngine() throws Exception {
    try (LinuxPorts ports = LinuxPorts.builder().open()) {
      JobId job = ports.ids().next();
      ProcessRef process =
          ports.processes().launch(job, SOMEBODY, JobSpec.of("sh", "-c", "sleep 0.1; echo"));
      Registration registration = ports.storage().onGrowth(job, 0, LinuxPortsTest::failOnPurpose);
      CompletableFuture<Void> dependent =
          ports
              .processes()
              .onExit(process)
              .thenRun(LinuxPortsTest::failOnPurpose)
              .toCompletableFuture();

      assertThat(dependent).failsWithin(Duration.ofSeconds(BOUND_SECONDS));
      assertThat(exitOf(ports, "exit 3")).isEqualTo(new Exit.Exited(3));
      registration.cancel();
    }
  }

  private static void failOnPurpose() {
    throw new IllegalStateException("a dependent's mistake, on purpose");
  }

  @Test
  void schedulerCallsOnceUnlessItIsTakenBack() throws Exception {
    try (LinuxPorts ports = LinuxPorts.builder().open()) {
      AtomicBoolean calledBack = new AtomicBoolean();
      CountDownLatch called = new CountDownLatch(1);

      ports.scheduler().after(Duration.ZERO, LinuxPortsTest::failOnPurpose);
      Registration takenBack =
          ports.scheduler().after(Duration.ofMillis(20), () -> calledBack.set(true));
      takenBack.cancel();
      ports.scheduler().after(Duration.ofMillis(50), called::countDown);

      assertThat(called.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(calledBack).isFalse();
    }
  }

  @Test
  void closedSchedulerCallsNobody() {
    LinuxPorts ports = LinuxPorts.builder().open();
    ports.close();

    ports.scheduler().after(Duration.ZERO, LinuxPortsTest::failOnPurpose).cancel();
  }

  @Test
  void observersAreServedWhileReadersHang() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CompletableFuture<Void> observed = new CompletableFuture<>();
    try (LinuxPorts ports = LinuxPorts.builder().open()) {
      for (int i = 0; i < 100; i++) {
        ports.readers().execute(() -> awaitUninterrupted(answer));
      }

      ports.observers().execute(() -> observed.complete(null));

      observed.get(30, TimeUnit.SECONDS);
      answer.countDown();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("nobody interrupts a reader", interrupted);
    }
  }

  @Test
  void idsAreRandomUuids() {
    try (LinuxPorts ports = LinuxPorts.builder().open()) {
      JobId id = ports.ids().next();

      assertThat(id.value().version()).isEqualTo(4);
      assertThat(ports.ids().next()).isNotEqualTo(id);
    }
  }

  @Test
  void drainThatMakesNoSenseIsRefused() {
    LinuxPorts.Builder builder = LinuxPorts.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.drain(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.drain(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
  }

  private static Exit exitOf(LinuxPorts ports, String script) throws Exception {
    JobId job = ports.ids().next();
    ProcessRef process = ports.processes().launch(job, SOMEBODY, JobSpec.of("sh", "-c", script));
    return ports
        .processes()
        .onExit(process)
        .toCompletableFuture()
        .get(BOUND_SECONDS, TimeUnit.SECONDS)
        .exit();
  }
}
