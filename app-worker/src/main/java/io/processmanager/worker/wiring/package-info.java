/** Puts the worker together: Linux processes, the use cases over them, and the gRPC server. */
@NullMarked
package io.processmanager.worker.wiring;

import org.jspecify.annotations.NullMarked;
