package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.proto.v1.GetJobStatusRequest;
import io.processmanager.proto.v1.GetJobStatusResponse;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.WaitJobRequest;
import io.processmanager.proto.v1.WaitJobResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is there, and answers nothing. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentWorkerTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());

  @TempDir private Path directory;
  private TestPki pki;
  private Server worker;

  @BeforeEach
  void serve() throws Exception {
    pki = TestPki.create(directory);
    worker =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(TlsContexts.forServer(pki.server().material(), TlsProfile.COMPATIBLE))
            .addService(new Silent())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    worker.shutdownNow();
  }

  private GrpcJobs client(Duration callTimeout) {
    return GrpcJobs.builder()
        .address("localhost:" + worker.getPort())
        .tls(pki.client("alice").material())
        .callTimeout(callTimeout)
        .build();
  }

  @Test
  void boundedWaitIsOverLongBeforeTheCallTimeout() throws Exception {
    try (GrpcJobs jobs = client(Duration.ofMinutes(1))) {
      assertThat(jobs.awaitExit(JOB, Duration.ofMillis(50))).isEmpty();
    }
  }

  @Test
  void lookIsAQuestionThatTimesOut() {
    try (GrpcJobs jobs = client(Duration.ofMillis(300))) {
      assertThatExceptionOfType(JobsException.TimedOut.class)
          .isThrownBy(() -> jobs.awaitExit(JOB, Duration.ZERO))
          .withMessageContaining("within 0.3 s");
    }
  }

  private static final class Silent extends JobServiceGrpc.JobServiceImplBase {

    @Override
    public void getJobStatus(
        GetJobStatusRequest request, StreamObserver<GetJobStatusResponse> client) {}

    @Override
    public void waitJob(WaitJobRequest request, StreamObserver<WaitJobResponse> client) {}
  }
}
