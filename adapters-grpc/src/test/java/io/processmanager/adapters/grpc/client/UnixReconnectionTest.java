package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.grpc.server.UnixSocket;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader whose connection over a Unix socket is lost goes on as over TCP. */
class UnixReconnectionTest {

  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));

  @Test
  void readerGoesOnWhereItWasCutOff(@TempDir Path directory) throws Exception {
    Path go = directory.resolve("go");
    Path worker = directory.resolve("worker.sock");
    Path relayed = directory.resolve("relay.sock");
    Followed followed = new Followed();
    try (LocalJobs local = LocalJobs.open();
        CuttingRelay relay = CuttingRelay.at(relayed, worker);
        GrpcJobs jobs =
            GrpcJobs.builder()
                .address("unix:" + relayed)
                .reconnect(QUICK)
                .reconnectListener(followed)
                .build()) {
      GrpcJobsServer server =
          GrpcJobsServer.builder().jobs(local).unixSocket(UnixSocket.at(worker)).build();
      server.start();
      String script =
          "printf 'one\ntwo'; while [ ! -e " + go + " ]; do sleep 0.02; done; printf three";
      JobId job = jobs.start(JobSpec.of("sh", "-c", script)).id();
      jobs.output(job, OutputQuery.all()).subscribe(followed);
      followed.request(Long.MAX_VALUE);
      assertThat(followed.next()).isEqualTo("0:one\ntwo");

      relay.cut();
      assertThat(followed.next()).isEqualTo("lost 7");
      assertThat(followed.next()).isEqualTo("resumed 7");
      Files.createFile(go);

      assertThat(followed.next()).isEqualTo("7:three");
      assertThat(followed.next()).isEqualTo("End 12");
      assertThat(followed.next()).isEqualTo("complete");
      server.shutdown(Duration.ofSeconds(1));
    }
  }
}
