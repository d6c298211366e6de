package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.proto.v1.JobServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too large or makes no sense is refused, and the others are served on. */
class HardeningTest {

  private static final String START = JobServiceGrpc.getStartJobMethod().getFullMethodName();

  private static final String WAIT = JobServiceGrpc.getWaitJobMethod().getFullMethodName();

  private Loopback loopback;
  private GrpcJobs other;

  @BeforeEach
  void serve(@TempDir Path directory) throws Exception {
    loopback = Loopback.serve(new FakeJobs(), directory);
    other = loopback.client("bob");
  }

  @AfterEach
  void othersAreServedOn() {
    assertThat(other.list(JobQuery.visible()).jobs()).isEmpty();
    loopback.close();
  }

  private RawClient client() {
    return RawClient.with(loopback.address(), loopback.pki().client("alice").material());
  }

  @Test
  void messageOverTheBoundIsRefused() {
    try (RawClient client = client()) {
      StatusRuntimeException failure =
          client.failureOf(START, new byte[(4 << 20) + 1], new Metadata());

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void clientSendsNothingOverTheBoundAndSaysWhatIsTooLarge() {
    GrpcJobs jobs = loopback.client("alice");
    String large = "x".repeat(5 << 20);

    for (Throwable refusal :
        List.of(
            catchThrowable(() -> jobs.start(JobSpec.of("true", large))),
            catchThrowable(() -> jobs.start(JobSpec.of("true", large), new RequestId("r"))),
            catchThrowable(() -> jobs.list(JobQuery.own().withPageToken(large))),
            jobs.requestStart(JobSpec.of("true", large))
                .handle((job, failure) -> failure)
                .toCompletableFuture()
                .join())) {
      assertThat(refusal)
          .isInstanceOf(JobsException.InvalidRequest.class)
          .hasMessageContaining(" too large: the request has 52");
    }
  }

  @Test
  void messageThatIsNoneIsRefusedWithoutATraceOfTheInside() {
    byte[] noise = "\377\377\377 not protobuf".getBytes(StandardCharsets.ISO_8859_1);

    try (RawClient client = client()) {
      StatusRuntimeException failure = client.failureOf(START, noise, new Metadata());

      assertThat(failure.getStatus().getCode()).isNotEqualTo(Status.Code.OK);
      assertThat(String.valueOf(failure.getStatus().getDescription()))
          .doesNotContain("Exception", "com.google", "at io.");
    }
  }

  @Test
  void metadataOverTheBoundIsRefused() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("large", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(17 << 10));

    try (RawClient client = client()) {
      StatusRuntimeException failure = client.failureOf(START, new byte[0], headers);

      assertThat(failure.getStatus().getCode()).isNotEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void connectionThatIsFloodedWithResetsIsClosed() {
    try (RawClient client = client()) {
      Status end = client.endDuringResets(WAIT, 10_000);

      assertThat(end.getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void emptyRequestIsInvalidAndNamesTheField() {
    try (RawClient client = client()) {
      StatusRuntimeException failure = client.failureOf(START, new byte[0], new Metadata());

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(failure.getStatus().getDescription()).startsWith("spec: ");
    }
  }
}
