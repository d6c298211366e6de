/** The command line's {@code main}. */
@NullMarked
package io.processmanager.cli;

import org.jspecify.annotations.NullMarked;
