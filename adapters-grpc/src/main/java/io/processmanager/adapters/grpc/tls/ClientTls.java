package io.processmanager.adapters.grpc.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a client comes to a worker with: {@link TlsMaterial}, which a worker can tell it by, or
 * {@link TlsTrust} alone.
 */
public sealed interface ClientTls permits TlsMaterial, TlsTrust {

  /** {@return the authorities whose workers the client believes; not empty} */
  List<X509Certificate> caCertificates();
}
