/** Linux processes, their status from {@code /proc}, and storage of their output in memory. */
@NullMarked
package io.processmanager.adapters.os;

import org.jspecify.annotations.NullMarked;
