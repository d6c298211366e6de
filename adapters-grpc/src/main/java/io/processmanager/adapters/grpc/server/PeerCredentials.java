package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.AsciiString;
import io.processmanager.adapters.grpc.wire.UserNumber;
import java.util.OptionalLong;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Connections in clear over a Unix socket, with what the kernel knows of their other end:
 * SO_PEERCRED, which was fixed when the client connected; unix(7).
 *
 * <p>gRPC shows neither its interceptors nor its filters the channel, and the addresses of such
 * connections say nothing. What does see the channel is what negotiates its protocol, and gRPC lets
 * others take part in that through accessors that it calls internal: this class does, and the
 * client's check of who listens. Where they are gone, nothing links; where they no longer work, no
 * connection has a user, and all calls are refused.
 *
 * <p>The JDK asks the system for the user's name with it, on the thread of the connection, which
 * others on the same socket have, too. Those of TCP connections do not wait for that.
 */
final class PeerCredentials implements ProtocolNegotiator {

  /** The user at the other end of a connection, by number; not set if nobody knows. */
  static final Attributes.Key<Long> UID = Attributes.Key.create("process-manager-peer-uid");

  private static final System.Logger LOG = System.getLogger(PeerCredentials.class.getName());

  private static final ChannelOption<UnixDomainPrincipal> SO_PEERCRED =
      NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

  private final ProtocolNegotiator inClear = InternalProtocolNegotiators.serverPlaintext();

  private PeerCredentials() {}

  /** What a server on a Unix socket takes for credentials of its own: none. */
  static ServerCredentials credentials() {
    return InternalNettyServerCredentials.create(new PeerCredentials());
  }

  @Override
  public AsciiString scheme() {
    return inClear.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler connection) {
    return new Asking(inClear.newHandler(connection));
  }

  @Override
  public void close() {
    inClear.close();
  }

  /** Stands before the negotiation in clear, adds the user to what it begins with, and goes. */
  private static final class Asking extends ChannelInboundHandlerAdapter {

    private final ChannelHandler next;

    Asking(ChannelHandler next) {
      this.next = next;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (!(event instanceof ProtocolNegotiationEvent negotiation)) {
        context.fireUserEventTriggered(event);
        return;
      }
      context.pipeline().replace(this, null, next);
      context.fireUserEventTriggered(withUser(negotiation, context.channel()));
    }

    private static ProtocolNegotiationEvent withUser(
        ProtocolNegotiationEvent event, Channel channel) {
      OptionalLong uid = uid(channel);
      if (uid.isEmpty()) {
        return event;
      }
      Attributes known = InternalProtocolNegotiationEvent.getAttributes(event);
      return InternalProtocolNegotiationEvent.withAttributes(
          event, known.toBuilder().set(UID, uid.getAsLong()).build());
    }

    private static OptionalLong uid(Channel channel) {
      try {
        @Nullable UnixDomainPrincipal peer = channel.config().getOption(SO_PEERCRED);
        return peer == null ? OptionalLong.empty() : UserNumber.of(peer.user());
      } catch (ChannelException | UnsupportedOperationException untold) {
        LOG.log(System.Logger.Level.WARNING, "the kernel does not tell who connected", untold);
        return OptionalLong.empty();
      }
    }
  }
}
