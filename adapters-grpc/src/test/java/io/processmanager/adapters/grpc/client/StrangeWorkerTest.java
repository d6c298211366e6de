package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.adapters.grpc.wire.Refusals;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.OutputChunk;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import io.processmanager.proto.v1.WaitJobRequest;
import io.processmanager.proto.v1.WaitJobResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that sends what no worker of this kind sends, and one that comes and goes. */
class StrangeWorkerTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());
  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofMillis(500));

  private final Service service = new Service();
  private final Followed followed = new Followed();
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
            .reconnect(QUICK)
            .reconnectListener(followed)
            .build();
  }

  @AfterEach
  void stop() {
    jobs.close();
    worker.shutdownNow();
  }

  private void follow(OutputQuery query) {
    jobs.output(JOB, query).subscribe(followed);
    followed.request(Long.MAX_VALUE);
  }

  @Test
  void outputThatRepeatsItselfIsUnreadable() throws Exception {
    service.answer =
        client -> {
          client.onNext(OutputMapping.begin(0));
          client.onNext(chunk(0, "one"));
          client.onNext(chunk(2, "e"));
        };

    follow(OutputQuery.all());

    assertThat(followed.next()).isEqualTo("0:one");
    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error)
        .isInstanceOf(JobsException.Failed.class)
        .hasMessageEndingWith("an output that goes on at offset 2 behind offset 3");
  }

  @Test
  void outputThatGoesOnElsewhereOverTheNextConnectionIsUnreadable() throws Exception {
    service.answerInTurn(
        lost -> {
          lost.onNext(OutputMapping.begin(0));
          lost.onNext(chunk(0, "one"));
          lost.onError(Status.UNAVAILABLE.asRuntimeException());
        },
        client -> {
          client.onNext(OutputMapping.begin(5));
          client.onNext(chunk(5, "else"));
        });

    follow(OutputQuery.all());

    assertThat(followed.next()).isEqualTo("0:one");
    assertThat(followed.next()).isEqualTo("lost 3");
    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error)
        .isInstanceOf(JobsException.Failed.class)
        .hasMessageEndingWith("an output that goes on at offset 5 where 3 was asked for");
  }

  @Test
  void moreBytesThanWereAskedForAreUnreadable() throws Exception {
    service.answer =
        client -> {
          client.onNext(OutputMapping.begin(0));
          client.onNext(chunk(0, "one"));
        };

    follow(OutputQuery.all().withLimit(2));

    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error).hasMessageEndingWith("3 bytes of output where 2 were asked for");
  }

  @Test
  void unavailableForAReasonUnknownHereIsAnAnswerAndNoLostConnection() throws Exception {
    service.answer =
        client -> {
          client.onNext(OutputMapping.begin(0));
          client.onError(
              Refusals.toWire(Status.Code.UNAVAILABLE, "MOVED", "it has moved", Map.of()));
        };

    follow(OutputQuery.all());

    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error)
        .isInstanceOf(JobsException.Unavailable.class)
        .hasMessageEndingWith("is unavailable: it has moved");
  }

  @Test
  void connectionsThatBringNothingAreGivenUpInTheEnd() throws Exception {
    service.answer =
        client -> {
          client.onNext(OutputMapping.begin(0));
          client.onError(Status.UNAVAILABLE.asRuntimeException());
        };

    follow(OutputQuery.all());

    assertThat(followed.next()).isEqualTo("lost 0");
    String event = followed.next();
    for (int i = 0; i < 10_000 && !event.equals("error"); i++) {
      event = followed.next();
    }
    assertThat(event).isEqualTo("error");
    assertThat(followed.error).hasMessageContaining(" and none has lasted for 0.5 s; ");
  }

  @Test
  void readerThatDoesNotFollowIsToldOfTheLossAtOnce() throws Exception {
    service.answer =
        client -> {
          client.onNext(OutputMapping.begin(0));
          client.onNext(chunk(0, "one"));
          client.onError(Status.UNAVAILABLE.asRuntimeException());
        };

    follow(OutputQuery.all().withoutFollowing());

    assertThat(followed.next()).isEqualTo("0:one");
    assertThat(followed.next()).isEqualTo("error");
  }

  @Test
  void readerWhoseConnectionIsLostBeforeItsFirstByteIsGivenAllTheSame() throws Exception {
    service.answerInTurn(
        lost -> lost.onError(Status.UNAVAILABLE.asRuntimeException()),
        client -> {
          client.onNext(OutputMapping.begin(0));
          client.onNext(chunk(0, "one"));
          client.onCompleted();
        });

    follow(OutputQuery.all().withoutFollowing());

    assertThat(followed.next()).isEqualTo("0:one");
    assertThat(followed.next()).isEqualTo("complete");
  }

  @Test
  void waitThatIsTheFirstCallOfAllIsSentAgainToo() throws Exception {
    var exit = jobs.onExit(JOB).toCompletableFuture();

    // The connection was lost to the first, and what it was sent again for is no answer.
    assertThat(exit).failsWithin(Duration.ofSeconds(20));
    assertThat(service.waits).hasValue(2);
  }

  private static ReadOutputResponse chunk(long offset, String text) {
    return ReadOutputResponse.newBuilder()
        .setChunk(OutputChunk.newBuilder().setOffset(offset).setData(ByteString.copyFromUtf8(text)))
        .build();
  }

  private static final class Service extends JobServiceGrpc.JobServiceImplBase {

    private volatile Consumer<StreamObserver<ReadOutputResponse>> answer = client -> {};
    private final AtomicInteger waits = new AtomicInteger();

    /** The first reader in one way, and each that comes after it in another. */
    void answerInTurn(
        Consumer<StreamObserver<ReadOutputResponse>> first,
        Consumer<StreamObserver<ReadOutputResponse>> later) {
      answer =
          client -> {
            answer = later;
            first.accept(client);
          };
    }

    @Override
    public void readOutput(ReadOutputRequest request, StreamObserver<ReadOutputResponse> client) {
      answer.accept(client);
    }

    @Override
    public void waitJob(WaitJobRequest request, StreamObserver<WaitJobResponse> client) {
      boolean first = waits.incrementAndGet() == 1;
      client.onError((first ? Status.UNAVAILABLE : Status.INTERNAL).asRuntimeException());
    }
  }
}
