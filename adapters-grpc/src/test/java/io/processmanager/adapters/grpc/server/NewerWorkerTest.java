package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.proto.v1.GetJobStatusRequest;
import io.processmanager.proto.v1.GetJobStatusResponse;
import io.processmanager.proto.v1.Job;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.JobSpec;
import io.processmanager.proto.v1.JobState;
import io.processmanager.proto.v1.ResourceLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that knows more than this client: what it says is refused in words, never misread. */
class NewerWorkerTest {

  private static final JobId ID = new JobId(UUID.randomUUID());

  private final Service service = new Service();
  private Server worker;
  private GrpcJobs jobs;

  @BeforeEach
  void serve(@TempDir Path directory) throws Exception {
    TestPki pki = TestPki.create(directory);
    worker =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(TlsContexts.forServer(pki.server().material(), TlsProfile.COMPATIBLE))
            .addService(service)
            .build()
            .start();
    jobs =
        GrpcJobs.builder()
            .address("localhost:" + worker.getPort())
            .tls(pki.client("alice").material())
            .build();
  }

  @AfterEach
  void stop() {
    jobs.close();
    worker.shutdownNow();
  }

  @Test
  void unknownCauseOfAnEndIsNoEndByItself() {
    service.answer =
        running()
            .setState(JobState.newBuilder().setEnded(JobState.Ended.getDefaultInstance()))
            .build();

    io.processmanager.domain.job.JobState.Ended ended =
        (io.processmanager.domain.job.JobState.Ended) jobs.status(ID).job().state();

    assertThat(ended.cause()).isEqualTo(new EndCause.Unknown());
    assertThat(ended.exit()).isEqualTo(new Exit.Unknown());
  }

  @Test
  void unknownReasonOfAStopIsNotTakenForSomebodysWish() {
    assertUnreadable(
        running().setState(JobState.newBuilder().setStopping(JobState.Stopping.newBuilder())),
        "a job is being stopped for a reason unknown here");
  }

  @Test
  void unknownStateIsNotTakenForARunningOne() {
    assertUnreadable(
        running().setState(JobState.getDefaultInstance()),
        "a job has no state, or one that is unknown here");
  }

  @Test
  void unknownResourceIsNotLeftOut() {
    ResourceLimit limit = ResourceLimit.newBuilder().setResourceValue(99).setAtMost(1).build();

    assertUnreadable(
        running().setSpec(JobSpec.newBuilder().setProgram("true").addSoftLimits(limit)),
        "spec.soft_limits: 99 is no resource that is known here");
  }

  private static Job.Builder running() {
    return Job.newBuilder()
        .setId(ID.toString())
        .setOwner("CN=alice")
        .setSpec(JobSpec.newBuilder().setProgram("true"))
        .setState(JobState.newBuilder().setRunning(JobState.Running.getDefaultInstance()));
  }

  private void assertUnreadable(Job.Builder answer, String why) {
    service.answer = answer.build();

    assertThatThrownBy(() -> jobs.status(ID))
        .isInstanceOf(JobsException.Failed.class)
        .hasMessageStartingWith("the worker at localhost:")
        .hasMessageEndingWith(" gave an answer that cannot be read: " + why);
  }

  private static final class Service extends JobServiceGrpc.JobServiceImplBase {

    private volatile Job answer = Job.getDefaultInstance();

    @Override
    public void getJobStatus(
        GetJobStatusRequest request, StreamObserver<GetJobStatusResponse> client) {
      client.onNext(GetJobStatusResponse.newBuilder().setJob(answer).build());
      client.onCompleted();
    }
  }
}
