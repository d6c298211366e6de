/** The code that the Javadoc shows. */
@NullMarked
package io.processmanager.adapters.grpc.snippet;

import org.jspecify.annotations.NullMarked;
