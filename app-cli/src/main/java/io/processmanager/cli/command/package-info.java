/**
 * The commands over {@link io.processmanager.ports.inbound.Jobs}, what they read from the command
 * line and what they print. They know no transport.
 */
@NullMarked
package io.processmanager.cli.command;

import org.jspecify.annotations.NullMarked;
