package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.wire.WrongSpecs;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.StartJobRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client in another language, which sends what ours would not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientTest {

  private Loopback loopback;
  private RawClient client;

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    loopback = Loopback.serve(new FakeJobs(), directory);
    client = RawClient.with(loopback.address(), loopback.pki().client("alice").material());
  }

  @AfterAll
  void stop() {
    client.close();
    loopback.close();
  }

  @ParameterizedTest
  @MethodSource("io.processmanager.adapters.grpc.wire.WrongSpecs#all")
  void specThatIsWrongIsAnInvalidArgumentThatNamesTheField(WrongSpecs wrong) {
    StartJobRequest request = StartJobRequest.newBuilder().setSpec(wrong.message()).build();

    StatusRuntimeException failure =
        client.failureOf(
            JobServiceGrpc.getStartJobMethod().getFullMethodName(),
            request.toByteArray(),
            new Metadata());

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).contains(wrong.field(), wrong.said());
    assertThat(RawClient.errorInfo(failure).getMetadataMap()).containsEntry("field", wrong.field());
  }
}
