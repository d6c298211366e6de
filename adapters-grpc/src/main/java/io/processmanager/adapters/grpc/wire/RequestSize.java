package io.processmanager.adapters.grpc.wire;

import com.google.protobuf.MessageLite;
import io.processmanager.ports.inbound.JobsException;

/**
 * How large a request may be. A worker cuts off one that is larger without a look at what it asks
 * for; who sends it can say what is wrong with it.
 */
public final class RequestSize {

  /** The largest request that a worker reads. */
  public static final int LARGEST_BYTES = 4 << 20;

  private RequestSize() {}

  /**
   * {@code request}, if a worker reads it.
   *
   * @param field the part of it that may be large
   * @throws JobsException.InvalidRequest it is too large
   */
  public static <M extends MessageLite> M checked(M request, String field) {
    int size = request.getSerializedSize();
    if (size > LARGEST_BYTES) {
      throw new JobsException.InvalidRequest(
          field,
          field
              + " too large: the request has "
              + size
              + " bytes, and a worker takes at most "
              + LARGEST_BYTES);
    }
    return request;
  }
}
