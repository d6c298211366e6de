package io.processmanager.adapters.grpc.server;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Has a handler for every method that no service has. gRPC answers an unknown method itself,
 * without asking any interceptor; this way a stranger gets past the {@link IdentityGate} nowhere,
 * and cannot find out which methods there are.
 */
final class UnknownMethods extends HandlerRegistry {

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNKNOWN)
            .setFullMethodName(method)
            .setRequestMarshaller(Discarded.INSTANCE)
            .setResponseMarshaller(Discarded.INSTANCE)
            .build();
    return ServerMethodDefinition.create(descriptor, UnknownMethods::refuse);
  }

  private static ServerCall.Listener<byte[]> refuse(
      ServerCall<byte[], byte[]> call, Metadata headers) {
    call.close(
        Status.UNIMPLEMENTED.withDescription("the worker has no such method"), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** No message is ever read or sent. */
  private enum Discarded implements MethodDescriptor.Marshaller<byte[]> {
    INSTANCE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return new byte[0];
      } catch (IOException failed) {
        throw Status.INTERNAL.withCause(failed).asRuntimeException();
      }
    }
  }
}
