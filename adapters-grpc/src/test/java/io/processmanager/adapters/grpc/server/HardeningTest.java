package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.proto.v1.JobServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    GrpcJobs jobs = loopback.client("alice");
    JobSpec spec = JobSpec.of("true", "x".repeat(5 << 20));

    assertThatThrownBy(() -> jobs.start(spec)).isInstanceOf(JobsException.ResourceExhausted.class);
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
