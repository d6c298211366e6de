/**
 * The one implementation of {@link io.processmanager.ports.inbound.Jobs} over the outbound ports.
 */
@NullMarked
package io.processmanager.ports.usecase;

import org.jspecify.annotations.NullMarked;
