/**
 * The C library's functions that the process engine needs, in Java terms. The only place that knows
 * {@code java.lang.foreign}, C structures and constants.
 */
@NullMarked
package io.processmanager.adapters.os.libc;

import org.jspecify.annotations.NullMarked;
