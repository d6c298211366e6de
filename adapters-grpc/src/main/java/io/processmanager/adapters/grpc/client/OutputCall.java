package io.processmanager.adapters.grpc.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import org.jspecify.annotations.Nullable;

/** One call that reads output. Its first message says where it begins, and takes no demand. */
final class OutputCall extends ClientCall.Listener<ReadOutputResponse> {

  private final ClientCall<ReadOutputRequest, ReadOutputResponse> call;
  private final Owner owner;
  private boolean begun;

  OutputCall(ClientCall<ReadOutputRequest, ReadOutputResponse> call, Owner owner) {
    this.call = call;
    this.owner = owner;
  }

  void start(ReadOutputRequest request) {
    call.start(this, new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
  }

  void tell(OutputDemand demand) {
    demand.tell(call);
  }

  void cancel(String why, @Nullable Throwable cause) {
    call.cancel(why, cause);
  }

  @Override
  public void onMessage(ReadOutputResponse message) {
    if (begun) {
      owner.onItem(message);
    } else {
      begun = true;
      owner.onBegin(message);
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    owner.onClose(status, trailers);
  }

  /** Whose call it is. Called serially. */
  interface Owner {

    /** The stream begins. */
    void onBegin(ReadOutputResponse message);

    /** The stream goes on. */
    void onItem(ReadOutputResponse message);

    /** The call is over, and nothing more comes. */
    void onClose(Status status, Metadata trailers);
  }
}
