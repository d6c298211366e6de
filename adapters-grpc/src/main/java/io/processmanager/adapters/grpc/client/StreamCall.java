package io.processmanager.adapters.grpc.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** One call that reads a stream. Its first message says that it begins, and takes no demand. */
final class StreamCall<Q, M> extends ClientCall.Listener<M> {

  private final ClientCall<Q, M> call;
  private final Owner<M> owner;
  private boolean begun;

  StreamCall(ClientCall<Q, M> call, Owner<M> owner) {
    this.call = call;
    this.owner = owner;
  }

  void start(Q request) {
    call.start(this, new Metadata());
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
  }

  void tell(Demand demand) {
    demand.tell(call);
  }

  void cancel(String why, @Nullable Throwable cause) {
    call.cancel(why, cause);
  }

  @Override
  public void onMessage(M message) {
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
  interface Owner<M> {

    /** The stream begins. */
    void onBegin(M message);

    /** The stream goes on. */
    void onItem(M message);

    /** The call is over, and nothing more comes. */
    void onClose(Status status, Metadata trailers);
  }
}
