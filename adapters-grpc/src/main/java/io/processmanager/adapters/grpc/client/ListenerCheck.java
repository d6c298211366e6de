package io.processmanager.adapters.grpc.client;

import io.grpc.ChannelCredentials;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalNettyChannelCredentials;
import io.grpc.netty.InternalProtocolNegotiator;
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
import io.processmanager.adapters.grpc.wire.SocketDirectory;
import io.processmanager.adapters.grpc.wire.ThisProcess;
import io.processmanager.adapters.grpc.wire.UserNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Connections in clear over a Unix socket, to a listener that is believed: root, this process's own
 * user, or the owner of the socket's directory where nobody else can have put the socket.
 * SO_PEERCRED tells a client who called listen(2); unix(7). Before that is known nothing is sent.
 *
 * <p>Takes part in the negotiation of the protocol for the reasons, and with the accessors, that
 * the server's side does.
 */
final class ListenerCheck implements ProtocolNegotiator {

  private static final long ROOT = 0;
  private static final int NO_PORT = -1;

  private static final ChannelOption<UnixDomainPrincipal> SO_PEERCRED =
      NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

  private final ProtocolNegotiator inClear = InternalProtocolNegotiators.plaintext();
  private final Path socket;

  private ListenerCheck(Path socket) {
    this.socket = socket;
  }

  /** What a client of {@code socket} takes for credentials of its own: none. */
  static ChannelCredentials credentials(Path socket) {
    return InternalNettyChannelCredentials.create(
        new InternalProtocolNegotiator.ClientFactory() {
          @Override
          public ProtocolNegotiator newNegotiator() {
            return new ListenerCheck(socket);
          }

          @Override
          public int getDefaultPort() {
            return NO_PORT;
          }
        });
  }

  @Override
  public AsciiString scheme() {
    return inClear.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler connection) {
    return new Asking(socket, inClear.newHandler(connection));
  }

  @Override
  public void close() {
    inClear.close();
  }

  /** Nobody who listens there is believed, for the reason that is the message. */
  static final class NotBelievedException extends IOException {

    private static final long serialVersionUID = 1;

    NotBelievedException(String why) {
      super(why);
    }
  }

  /**
   * Holds up the negotiation until there is a connection, and begins it if the listener is
   * believed. Until then gRPC keeps what it has to send.
   */
  private static final class Asking extends ChannelInboundHandlerAdapter {

    private final Path socket;
    private final ChannelHandler next;
    private @Nullable ProtocolNegotiationEvent heldUp;

    Asking(Path socket, ChannelHandler next) {
      this.socket = socket;
      this.next = next;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ProtocolNegotiationEvent negotiation) {
        heldUp = negotiation;
        goOn(context);
      } else {
        context.fireUserEventTriggered(event);
      }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.fireChannelActive();
      goOn(context);
    }

    private void goOn(ChannelHandlerContext context) {
      ProtocolNegotiationEvent negotiation = heldUp;
      if (negotiation == null || !context.channel().isActive()) {
        return;
      }
      heldUp = null;
      Optional<String> objection = objection(context.channel());
      if (objection.isPresent()) {
        context.fireExceptionCaught(new NotBelievedException(objection.get()));
        return;
      }
      context.pipeline().replace(this, null, next);
      context.fireUserEventTriggered(negotiation);
    }

    private Optional<String> objection(Channel channel) {
      try {
        @Nullable UnixDomainPrincipal peer = channel.config().getOption(SO_PEERCRED);
        OptionalLong uid = peer == null ? OptionalLong.empty() : UserNumber.of(peer.user());
        if (uid.isEmpty()) {
          return Optional.of("the kernel does not tell who listens there");
        }
        return isBelieved(uid.getAsLong())
            ? Optional.empty()
            : Optional.of(
                "user "
                    + uid.getAsLong()
                    + " listens there, and is not believed: neither root, nor you, nor the owner of"
                    + " the socket's directory where nobody else can have put the socket");
      } catch (ChannelException | UnsupportedOperationException | IOException untold) {
        return Optional.of("who listens there cannot be told: " + untold.getMessage());
      }
    }

    private boolean isBelieved(long uid) throws IOException {
      return uid == ROOT
          || uid == ThisProcess.uid()
          || SocketDirectory.isKeptBy(
              uid, Objects.requireNonNull(socket.toAbsolutePath().getParent()));
    }
  }
}
