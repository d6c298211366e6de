package io.processmanager.adapters.grpc.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.processmanager.adapters.grpc.tls.ClientTls;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import io.processmanager.proto.v1.JobServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A gRPC client that knows nothing of jobs: it calls methods by name and sees bare statuses. */
final class RawClient implements AutoCloseable {

  private final ManagedChannel channel;
  private final Runnable release;

  private RawClient(ManagedChannel channel, Runnable release) {
    this.channel = channel;
    this.release = release;
  }

  /** A client of a server on a Unix socket. */
  static RawClient on(UnixLoopback server) {
    Path path = Path.of(server.address().substring("unix:".length()));
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    return new RawClient(
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            .usePlaintext()
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .build(),
        () -> {
          var unused = loop.shutdownGracefully(1, 5, TimeUnit.SECONDS);
        });
  }

  static RawClient with(String address, ClientTls tls) {
    return with(address, TlsContexts.forClient(tls, TlsProfile.COMPATIBLE));
  }

  static RawClient with(String address, SslContext tls) {
    return new RawClient(NettyChannelBuilder.forTarget(address).sslContext(tls).build(), () -> {});
  }

  /** How every method there is fails, and one that there is not, of each service and of none. */
  List<StatusRuntimeException> everyMethod() {
    return Stream.of(
            JobServiceGrpc.getServiceDescriptor(),
            HealthGrpc.getServiceDescriptor(),
            ServerReflectionGrpc.getServiceDescriptor())
        .flatMap(
            service ->
                Stream.concat(
                    service.getMethods().stream().map(MethodDescriptor::getFullMethodName),
                    Stream.of(service.getName() + "/NoSuchMethod", "no.such.Service/Method")))
        .map(this::failureOf)
        .toList();
  }

  /** How a call of this method with an empty message fails. */
  StatusRuntimeException failureOf(String method) {
    return failureOf(method, new byte[0], new Metadata());
  }

  /** How a call of this method with these bytes for a message and these headers fails. */
  StatusRuntimeException failureOf(String method, byte[] message, Metadata headers) {
    try {
      ClientCalls.blockingServerStreamingCall(
              ClientInterceptors.intercept(
                  channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
              descriptor(method),
              CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
              message)
          .forEachRemaining(answer -> {});
    } catch (StatusRuntimeException failure) {
      return failure;
    }
    throw new AssertionError(method + " was answered");
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
        .setFullMethodName(method)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  /** How a call that never sends its message ends, while others are begun and cancelled. */
  Status endDuringResets(String method, int resets) {
    failureOf(method);
    CompletableFuture<Status> end = new CompletableFuture<>();
    begin(method)
        .start(
            new ClientCall.Listener<>() {
              @Override
              public void onClose(Status status, Metadata trailers) {
                end.complete(status);
              }
            },
            new Metadata());
    for (int i = 0; i < resets; i++) {
      ClientCall<byte[], byte[]> call = begin(method);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      call.cancel("one of many", null);
    }
    return end.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private ClientCall<byte[], byte[]> begin(String method) {
    return channel.newCall(descriptor(method), CallOptions.DEFAULT);
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** What the health service says. */
  String health() {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus()
        .name();
  }

  /** The names of the services that reflection lists. */
  List<String> services() {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    ServerReflectionGrpc.newStub(channel)
        .serverReflectionInfo(
            new StreamObserver<>() {
              @Override
              public void onNext(ServerReflectionResponse response) {
                answer.complete(response);
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {}
            })
        .onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    return answer
        .orTimeout(20, TimeUnit.SECONDS)
        .join()
        .getListServicesResponse()
        .getServiceList()
        .stream()
        .map(ServiceResponse::getName)
        .toList();
  }

  /** The reason in a failure's {@code ErrorInfo}. */
  static String reason(StatusRuntimeException failure) {
    return errorInfo(failure).getReason();
  }

  /** A failure's {@code ErrorInfo}. */
  static ErrorInfo errorInfo(StatusRuntimeException failure) {
    try {
      return StatusProto.fromThrowable(failure).getDetails(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException notAnErrorInfo) {
      throw new AssertionError(notAnErrorInfo);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    release.run();
  }
}
