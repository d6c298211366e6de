package io.processmanager.benchmark;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.OutputChunk;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** What grpc-java takes by itself: a server that sends one ready-made message again and again. */
final class BareStreamServer extends JobServiceGrpc.JobServiceImplBase {

  static final int CHUNK_BYTES = 64 << 10;

  /** As in the worker: both are given the same room. */
  private static final int READY_BELOW_BYTES = 192 << 10;

  private static final ReadOutputResponse MESSAGE =
      ReadOutputResponse.newBuilder()
          .setChunk(
              OutputChunk.newBuilder()
                  .setData(UnsafeByteOperations.unsafeWrap(new byte[CHUNK_BYTES])))
          .build();

  private BareStreamServer() {}

  /** Takes the paths of the CA's certificate, the server's and its key; prints the port. */
  public static void main(String[] arguments) throws Exception {
    TlsMaterial tls =
        TlsMaterial.read(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(TlsContexts.forServer(tls, TlsProfile.COMPATIBLE))
            .addService(new BareStreamServer())
            .build()
            .start();
    System.out.println(server.getPort());
    server.awaitTermination();
  }

  @Override
  public void readOutput(ReadOutputRequest request, StreamObserver<ReadOutputResponse> client) {
    ServerCallStreamObserver<ReadOutputResponse> call =
        (ServerCallStreamObserver<ReadOutputResponse>) client;
    call.setOnReadyThreshold(READY_BELOW_BYTES);
    long messages = request.getLimitBytes() / CHUNK_BYTES;
    call.setOnReadyHandler(
        new Runnable() {
          private long left = messages;

          @Override
          public void run() {
            while (left > 0 && call.isReady()) {
              call.onNext(MESSAGE);
              left--;
              if (left == 0) {
                call.onCompleted();
              }
            }
          }
        });
  }
}
