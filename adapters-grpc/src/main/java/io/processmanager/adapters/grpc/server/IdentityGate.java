package io.processmanager.adapters.grpc.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.processmanager.adapters.grpc.tls.ClientIdentity;
import io.processmanager.adapters.grpc.wire.Refusals;
import io.processmanager.domain.owner.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of every service and lets a call through only if the connection's client is
 * known, and what it is known by still holds. Without an identity, whatever the reason, a call is
 * refused.
 */
final class IdentityGate implements ServerInterceptor {

  /** Who makes the call; set for each call that gets past the gate. */
  static final Context.Key<Caller> CALLER = Context.key("process-manager-caller");

  private static final String NOT_ESTABLISHED = "CLIENT_IDENTITY_NOT_ESTABLISHED";

  private final PeerIdentity peers;

  IdentityGate(PeerIdentity peers) {
    this.peers = peers;
  }

  @Override
  public <R, A> ServerCall.Listener<R> interceptCall(
      ServerCall<R, A> call, Metadata headers, ServerCallHandler<R, A> next) {
    ClientIdentity identity = identity(call);
    if (identity instanceof ClientIdentity.Verified verified) {
      Context context = Context.current().withValue(CALLER, verified.caller());
      return Contexts.interceptCall(context, call, headers, next);
    }
    StatusRuntimeException refusal = refusal(identity);
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }

  private @Nullable ClientIdentity identity(ServerCall<?, ?> call) {
    ClientIdentity identity = call.getAttributes().get(IdentityFilter.IDENTITY);
    return identity == null ? null : peers.recheck(identity);
  }

  private static StatusRuntimeException refusal(@Nullable ClientIdentity identity) {
    return identity instanceof ClientIdentity.Refused refused
        ? refusal(refused.reason().name(), refused.message())
        : refusal(NOT_ESTABLISHED, "the client's identity could not be established");
  }

  private static StatusRuntimeException refusal(String reason, String message) {
    return Refusals.toWire(Status.Code.UNAUTHENTICATED, reason, message, Map.of());
  }
}
