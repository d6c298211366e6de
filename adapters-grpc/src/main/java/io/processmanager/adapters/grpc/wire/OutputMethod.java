package io.processmanager.adapters.grpc.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * {@code ReadOutput} for a client that reads much: the bytes of a chunk stay where they were put
 * when the message was received, instead of being copied once more.
 */
public final class OutputMethod {

  private static final MethodDescriptor<ReadOutputRequest, ReadOutputResponse> DESCRIPTOR =
      JobServiceGrpc.getReadOutputMethod().toBuilder(
              JobServiceGrpc.getReadOutputMethod().getRequestMarshaller(), new Responses())
          .build();

  private OutputMethod() {}

  /** The method as it is on the wire. */
  public static MethodDescriptor<ReadOutputRequest, ReadOutputResponse> descriptor() {
    return DESCRIPTOR;
  }

  private static final class Responses implements MethodDescriptor.Marshaller<ReadOutputResponse> {

    private final MethodDescriptor.Marshaller<ReadOutputResponse> usual =
        JobServiceGrpc.getReadOutputMethod().getResponseMarshaller();

    @Override
    public InputStream stream(ReadOutputResponse message) {
      return usual.stream(message);
    }

    @Override
    public ReadOutputResponse parse(InputStream received) {
      try {
        byte[] bytes =
            received instanceof KnownLength
                ? read(received, received.available())
                : received.readAllBytes();
        // The array is this message's own and is written no more, which is what wrapping asks for.
        CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        input.enableAliasing(true);
        ReadOutputResponse message =
            ReadOutputResponse.parseFrom(input, ExtensionRegistryLite.getEmptyRegistry());
        input.checkLastTagWas(0);
        return message;
      } catch (InvalidProtocolBufferException malformed) {
        throw Status.INTERNAL
            .withDescription("the worker sent a message that is none")
            .withCause(malformed)
            .asRuntimeException();
      } catch (IOException unforeseen) {
        throw Status.INTERNAL.withCause(unforeseen).asRuntimeException();
      }
    }

    /** Into one array: the JDK's method would join pieces. */
    private static byte[] read(InputStream received, int length) throws IOException {
      byte[] bytes = new byte[length];
      int count = received.readNBytes(bytes, 0, length);
      return count == length ? bytes : Arrays.copyOf(bytes, count);
    }
  }
}
