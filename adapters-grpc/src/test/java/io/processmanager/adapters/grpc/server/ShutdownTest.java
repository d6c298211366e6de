package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.client.Reconnect;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownTest extends OverLoopback {

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** The next try is for a time that no call is given. */
  private static final Reconnect SELDOM =
      new Reconnect(Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1));

  @Test
  void followerThatIsLeftEndsWithTheReason() throws Exception {
    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      assertThat(fake.output.subscribed.await(20, TimeUnit.SECONDS)).isTrue();

      loopback.server().shutdown(PATIENCE);

      assertThatThrownBy(reader::next)
          .isInstanceOf(JobsException.Unavailable.class)
          .hasMessage("the worker is shutting down");
      assertThat(fake.output.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void waitThatIsLeftEndsWithTheReason() throws Exception {
    CompletableFuture<?> wait = jobs.onExit(job).toCompletableFuture();
    assertThat(fake.waiting.await(20, TimeUnit.SECONDS)).isTrue();

    loopback.server().shutdown(PATIENCE);

    assertThat(wait)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(JobsException.Unavailable.class)
        .withMessage("the worker is shutting down");
  }

  @Test
  void healthSaysNotServingOnceTheShutdownIsAnnounced() {
    try (RawClient client =
        RawClient.with(loopback.address(), loopback.pki().client("bob").material())) {
      assertThat(client.health()).isEqualTo("SERVING");

      loopback.server().announceShutdown();

      assertThat(client.health()).isEqualTo("NOT_SERVING");
      assertThat(jobs.status(job).job().id()).isEqualTo(job);
    }
  }

  @Test
  void callAfterTheShutdownIsUnavailable() throws Exception {
    try (GrpcJobs client =
        GrpcJobs.builder()
            .address(loopback.address())
            .tls(loopback.pki().client("alice").material())
            .reconnect(SELDOM)
            .build()) {
      assertThat(client.status(job).job().id()).isEqualTo(job);

      loopback.server().shutdown(PATIENCE);

      assertThatThrownBy(() -> client.status(job)).isInstanceOf(JobsException.Unavailable.class);
    }
  }

  @Test
  void portThatIsTakenIsNamed() {
    GrpcJobsServer second =
        GrpcJobsServer.builder()
            .jobs(fake)
            .tls(loopback.pki().server().material())
            .address(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.server().port()))
            .build();

    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(":" + loopback.server().port() + ": Address already in use");
  }
}
