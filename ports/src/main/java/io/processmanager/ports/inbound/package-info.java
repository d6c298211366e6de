/**
 * The front door of the SDK: {@link io.processmanager.ports.inbound.Jobs}, what goes in and what
 * comes out.
 */
@NullMarked
package io.processmanager.ports.inbound;

import org.jspecify.annotations.NullMarked;
