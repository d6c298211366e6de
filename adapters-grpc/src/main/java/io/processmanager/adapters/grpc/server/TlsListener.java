package io.processmanager.adapters.grpc.server;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.processmanager.adapters.grpc.tls.ClientVerifier;
import io.processmanager.adapters.grpc.tls.TlsContexts;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.adapters.grpc.tls.TlsProfile;
import java.io.IOException;
import java.net.InetSocketAddress;

/** TLS over TCP, with a certificate on both sides. */
final class TlsListener implements Listener {

  private final InetSocketAddress address;
  private final TlsMaterial material;
  private final TlsProfile profile;
  private final PeerIdentity peers;
  private volatile int port;

  TlsListener(
      InetSocketAddress address,
      TlsMaterial material,
      TlsProfile profile,
      ClientVerifier verifier) {
    this.address = address;
    this.material = material;
    this.profile = profile;
    this.peers = new CertificatePeers(verifier);
    this.port = address.getPort();
  }

  @Override
  public NettyServerBuilder newServer() {
    return NettyServerBuilder.forAddress(address)
        .sslContext(TlsContexts.forServer(material, profile));
  }

  @Override
  public PeerIdentity peers() {
    return peers;
  }

  @Override
  public void start(Server server) throws IOException {
    Listener.bind(server);
    port = server.getPort();
  }

  @Override
  public String address() {
    String host = address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  @Override
  public void stopped() {}

  @Override
  public void ended() {}
}
