package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a watch whose connection is lost. */
class WatchReconnectionTest {

  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final LocalJobs local = LocalJobs.open();
  private final Jobs alice = local.forCaller(Caller.user("CN=alice"));
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Loopback loopback;
  private CuttingProxy proxy;
  private GrpcJobs jobs;

  @BeforeEach
  void serve() throws Exception {
    loopback = Loopback.serve(local, Files.createDirectory(directory.resolve("pki")));
    proxy = CuttingProxy.before(loopback.server().port());
    jobs =
        GrpcJobs.builder()
            .address(proxy.address())
            .tls(loopback.pki().client("alice").material())
            .reconnect(QUICK)
            .reconnectListener(new Listener())
            .build();
  }

  @AfterEach
  void stop() {
    jobs.close();
    proxy.close();
    loopback.close();
    local.close();
  }

  @Test
  void watchGoesOnBehindTheLastEventAndCatchesUpOnce() throws Exception {
    try (JobWatch watch = jobs.openWatch(WatchQuery.all())) {
      assertThat(event(watch)).isInstanceOf(JobEvent.CaughtUp.class);
      Job before = alice.start(JobSpec.of("sleep", "60"));
      assertThat(changed(watch)).isEqualTo(before);

      proxy.cut();
      Job meanwhile = alice.start(JobSpec.of("sleep", "60"));
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("lost");
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("resumed");
      Job after = alice.start(JobSpec.of("sleep", "60"));

      assertThat(changed(watch)).isEqualTo(meanwhile);
      assertThat(changed(watch)).isEqualTo(after);
      assertThat(jobs.pendingTimers()).isZero();
    }
  }

  @Test
  void watchIsToldThatItsWorkerWasStartedAnew() throws Exception {
    try (LocalJobs others = LocalJobs.open();
        Loopback anew = Loopback.serve(others, loopback.pki());
        JobWatch watch = jobs.openWatch(WatchQuery.all())) {
      assertThat(event(watch)).isInstanceOf(JobEvent.CaughtUp.class);
      Job known = others.forCaller(Caller.user("CN=alice")).start(JobSpec.of("sleep", "60"));

      proxy.passOnTo(anew.server().port());
      proxy.cut();

      assertThat(event(watch)).isInstanceOf(JobEvent.Missed.class);
      assertThat(changed(watch)).isEqualTo(known);
    }
  }

  private static JobEvent event(JobWatch watch) throws InterruptedException {
    return watch.next(BOUND).orElseThrow();
  }

  private static Job changed(JobWatch watch) throws InterruptedException {
    JobEvent event = event(watch);
    assertThat(event).isInstanceOf(JobEvent.Changed.class);
    return ((JobEvent.Changed) event).job();
  }

  /** Notes what it is told of watches. */
  private final class Listener implements ReconnectListener {

    @Override
    public void onConnectionLost(
        JobId job, long offset, JobsException cause, Duration untilNextTry) {
      told.add("lost an output");
    }

    @Override
    public void onResumed(JobId job, long offset) {
      told.add("resumed an output");
    }

    @Override
    public void onWatchLost(JobsException cause, Duration untilNextTry) {
      told.add("lost");
    }

    @Override
    public void onWatchResumed() {
      told.add("resumed");
    }
  }
}
