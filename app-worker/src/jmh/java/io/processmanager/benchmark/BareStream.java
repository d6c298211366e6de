package io.processmanager.benchmark;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A {@link BareStreamServer} in a process of its own, and a client as grpc-java makes it. */
final class BareStream implements AutoCloseable {

  private final Process process;
  private final ManagedChannel channel;

  private BareStream(Process process, ManagedChannel channel) {
    this.process = process;
    this.channel = channel;
  }

  static BareStream start(Path directory) throws IOException {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued server = pki.server();
    List<String> command =
        JvmCommand.ofThisClassPath(
            BareStreamServer.class,
            server.ca().toString(),
            server.certificate().toString(),
            server.key().toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    String port = process.inputReader().readLine();
    if (port == null) {
      throw new IOException("the bare server has failed; stderr says why");
    }
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", Integer.parseInt(port))
            .sslContext(TlsContexts.forClient(pki.client("bare").material(), TlsProfile.COMPATIBLE))
            .build();
    return new BareStream(process, channel);
  }

  /** Reads that many bytes and gives how many came. */
  long read(long bytes) {
    CompletableFuture<Long> over = new CompletableFuture<>();
    JobServiceGrpc.newStub(channel)
        .readOutput(
            ReadOutputRequest.newBuilder().setLimitBytes(bytes).build(),
            new StreamObserver<ReadOutputResponse>() {
              private long received;

              @Override
              public void onNext(ReadOutputResponse message) {
                received += message.getChunk().getData().size();
              }

              @Override
              public void onError(Throwable failure) {
                over.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                over.complete(received);
              }
            });
    return over.join();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.destroy();
  }
}
