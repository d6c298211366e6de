/** A worker's gRPC server: it tells who calls and hands the call to that caller's jobs. */
@NullMarked
package io.processmanager.adapters.grpc.server;

import org.jspecify.annotations.NullMarked;
