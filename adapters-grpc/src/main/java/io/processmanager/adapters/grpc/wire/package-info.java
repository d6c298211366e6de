/**
 * What both ends of a connection share: the mapping between the domain and the wire contract,
 * refusals included, and what they need to know of a Unix socket.
 */
@NullMarked
package io.processmanager.adapters.grpc.wire;

import org.jspecify.annotations.NullMarked;
