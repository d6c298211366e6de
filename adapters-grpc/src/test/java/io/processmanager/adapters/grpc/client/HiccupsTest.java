package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.inbound.RunResult;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stream that is asked for while the worker is away for a moment. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HiccupsTest {

  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));

  @TempDir private Path directory;
  private final Followed followed = new Followed();
  private final AtomicBoolean cuts = new AtomicBoolean();
  private final LocalJobs local = LocalJobs.open();
  private final Jobs alice = local.forCaller(Caller.user("CN=alice"));
  private Loopback loopback;
  private CuttingProxy proxy;
  private GrpcJobs jobs;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(cutting(), Files.createDirectory(directory.resolve("pki")));
    proxy = CuttingProxy.before(loopback.server().port());
    jobs =
        GrpcJobs.builder()
            .address(proxy.address())
            .tls(loopback.pki().client("alice").material())
            .reconnect(QUICK)
            .reconnectListener(followed)
            .build();
  }

  @AfterEach
  void stop() {
    jobs.close();
    proxy.close();
    loopback.close();
    local.close();
  }

  /** The local jobs, but for the first reading of an output, at which connections are cut. */
  private JobsProvider cutting() {
    return new JobsProvider() {
      @Override
      public Jobs forCaller(Caller caller) {
        return cutting(local.forCaller(caller));
      }

      @Override
      public CompletionStage<Void> drain(Duration grace) {
        return local.drain(grace);
      }

      @Override
      public void close() {
        local.close();
      }
    };
  }

  private Jobs cutting(Jobs callers) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getName().equals("locateOutput") && cuts.getAndSet(false)) {
            proxy.cut();
          }
          try {
            return method.invoke(callers, arguments);
          } catch (InvocationTargetException refused) {
            throw refused.getCause();
          }
        };
    return (Jobs)
        Proxy.newProxyInstance(Jobs.class.getClassLoader(), new Class<?>[] {Jobs.class}, handler);
  }

  private void goAway() {
    proxy.passOnToNobody();
    proxy.cut();
  }

  private void comeBack() throws Exception {
    proxy.awaitRefusals(3);
    proxy.passOnTo(loopback.server().port());
  }

  @Test
  void watchBeginsWhenTheWorkerIsBack() throws Exception {
    jobs.list(JobQuery.own());
    goAway();

    try (JobWatch watch = jobs.openWatch(WatchQuery.all())) {
      comeBack();

      assertThat(watch.next()).get().isInstanceOf(JobEvent.CaughtUp.class);
    }
  }

  @Test
  void outputBeginsWhenTheWorkerIsBackAndItsReaderIsToldOfNoLoss() throws Exception {
    JobId job = jobs.start(JobSpec.of("echo", "one")).id();
    alice.awaitExit(job);
    goAway();

    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      comeBack();

      assertThat(reader.asInputStream()).hasContent("one");
    }
    assertThat(followed.isQuiet()).isTrue();
  }

  @Test
  void runThatLosesItsConnectionRightBehindItsStartIsARunLikeAnyOther() throws Exception {
    JobSpec spec = JobSpec.of("sh", "-c", "sleep 0.2; echo one");
    cuts.set(true);

    RunResult run = jobs.run(spec);

    assertThat(run.orThrow().output().text()).isEqualTo("one\n");
    assertThat(cuts).isFalse();
  }

  @Test
  void workerThatStaysAwayIsToldInWordsOfAStreamThatHasNotBegun() throws Exception {
    try (GrpcJobs brief =
        GrpcJobs.builder()
            .address(proxy.address())
            .tls(loopback.pki().client("alice").material())
            .reconnect(QUICK.withGiveUpAfter(Duration.ofMillis(200)))
            .build()) {
      JobId job = brief.start(JobSpec.of("sleep", "60")).id();
      goAway();

      try (OutputReader reader = brief.openOutput(job, OutputQuery.all())) {
        assertThatExceptionOfType(JobsException.Unavailable.class)
            .isThrownBy(reader::next)
            .withMessageContaining("the output of job " + job + " has not begun");
      }
    }
  }

  @Test
  void firstConnectionThatCannotBeMadeIsAnErrorAtOnce() throws Exception {
    goAway();

    try (JobWatch watch = jobs.openWatch(WatchQuery.all())) {
      assertThatExceptionOfType(JobsException.Unavailable.class)
          .isThrownBy(watch::next)
          .withMessageContaining("cannot reach the worker at ");
    }
  }
}
