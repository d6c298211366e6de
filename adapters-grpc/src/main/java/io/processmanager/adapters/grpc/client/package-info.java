/** {@link io.processmanager.ports.inbound.Jobs} on a remote worker. */
@NullMarked
package io.processmanager.adapters.grpc.client;

import org.jspecify.annotations.NullMarked;
