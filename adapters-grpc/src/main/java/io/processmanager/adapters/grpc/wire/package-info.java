/** The mapping between the domain and the wire contract, refusals included. */
@NullMarked
package io.processmanager.adapters.grpc.wire;

import org.jspecify.annotations.NullMarked;
