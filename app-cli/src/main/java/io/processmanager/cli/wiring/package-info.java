/** Puts the command line together: the commands, the process's streams, and jobs over gRPC. */
@NullMarked
package io.processmanager.cli.wiring;

import org.jspecify.annotations.NullMarked;
