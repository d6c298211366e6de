/** Keys, certificates and TLS settings, and who stands behind a client's certificate. */
@NullMarked
package io.processmanager.adapters.grpc.tls;

import org.jspecify.annotations.NullMarked;
