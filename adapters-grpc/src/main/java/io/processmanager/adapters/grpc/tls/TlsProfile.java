package io.processmanager.adapters.grpc.tls;

import java.util.List;
import java.util.stream.Stream;

/** Which versions and cipher suites of TLS a connection may use. The server's order counts. */
public enum TlsProfile {
  /**
   * TLS 1.3, and 1.2 with ephemeral keys: AES in GCM mode, and in CBC mode for clients that have
   * nothing better.
   */
  COMPATIBLE,
  /** TLS 1.3, and 1.2 with ECDHE and an authenticated cipher; what is recommended. */
  MODERN;

  /** {@return the names of the cipher suites, the most wanted first} */
  public List<String> cipherSuites() {
    List<String> tls12 =
        switch (this) {
          case COMPATIBLE -> Suites.COMPATIBLE;
          case MODERN -> Suites.MODERN;
        };
    return Stream.concat(Suites.TLS_13.stream(), tls12.stream()).toList();
  }

  /** {@return the versions of the protocol} */
  public List<String> protocols() {
    return List.of("TLSv1.3", "TLSv1.2");
  }

  private static final class Suites {

    static final List<String> TLS_13 =
        List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    static final List<String> COMPATIBLE =
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");

    static final List<String> MODERN =
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  }
}
