package io.processmanager.adapters.grpc.tls;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** The TLS settings of both sides of a connection, by the JDK's provider. */
public final class TlsContexts {

  private static final ApplicationProtocolConfig HTTP_2 =
      new ApplicationProtocolConfig(
          ApplicationProtocolConfig.Protocol.ALPN,
          ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
          ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2);

  private TlsContexts() {}

  /**
   * {@return a server's settings} Every client certificate, and none at all, passes the handshake:
   * a {@link ClientVerifier} has to decide before the first call is answered.
   *
   * <p>Session tickets are a setting of the whole JVM, {@code
   * jdk.tls.server.enableSessionTicketExtension}, for a program to make and not for a library. The
   * verdict does not depend on it: it is given for each connection, resumed or not.
   *
   * @param material the server's certificate and key, and the authorities whose clients it believes
   * @param profile what is offered, in which order
   */
  public static SslContext forServer(TlsMaterial material, TlsProfile profile) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(new SingleKey(material))
              .trustManager(new UndecidedTrust())
              .clientAuth(ClientAuth.OPTIONAL);
      return new ServerOrder(configure(builder, profile).build());
    } catch (SSLException refused) {
      throw unusable(refused);
    }
  }

  /**
   * {@return a client's settings: the server's certificate must be issued by the client's
   * authorities, for a server, and for the host name or IP address that is called; RFC 9110,
   * section 4.3.4}
   *
   * @param client this side's authorities, and its certificate if it has one
   * @param profile what is offered, in which order
   */
  public static SslContext forClient(ClientTls client, TlsProfile profile) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient()
              .trustManager(authorities(client))
              .endpointIdentificationAlgorithm("HTTPS");
      if (client instanceof TlsMaterial material) {
        builder.keyManager(new SingleKey(material));
      }
      return configure(builder, profile).build();
    } catch (GeneralSecurityException | SSLException refused) {
      throw unusable(refused);
    }
  }

  private static SslContextBuilder configure(SslContextBuilder builder, TlsProfile profile) {
    return forHttp2(builder)
        .protocols(profile.protocols())
        .ciphers(profile.cipherSuites(), SupportedCipherSuiteFilter.INSTANCE);
  }

  /**
   * As gRPC does it, but without the settings of a client of the JDK's own, made to see whether the
   * JDK knows ALPN: all that this runs on do, and the JDK's authorities would be read for it.
   */
  private static SslContextBuilder forHttp2(SslContextBuilder builder) {
    Provider provider = Security.getProvider("SunJSSE");
    return provider == null
        ? GrpcSslContexts.configure(builder, SslProvider.JDK)
        : builder
            .sslProvider(SslProvider.JDK)
            .sslContextProvider(provider)
            .applicationProtocolConfig(HTTP_2);
  }

  private static TrustManagerFactory authorities(ClientTls client) throws GeneralSecurityException {
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(
            client.caCertificates().stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet()),
            new X509CertSelector());
    parameters.setRevocationEnabled(false);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return factory;
  }

  private static TlsMaterialException unusable(Exception cause) {
    return new TlsMaterialException(
        "TLS does not take this key or these certificates: " + cause.getMessage(), cause);
  }

  /** Makes the server's order of cipher suites count; before Java 19 the client's does. */
  private static final class ServerOrder extends DelegatingSslContext {

    ServerOrder(SslContext context) {
      super(context);
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setUseCipherSuitesOrder(true);
      engine.setSSLParameters(parameters);
    }
  }
}
